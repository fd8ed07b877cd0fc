-- args: --timeout 60
-- Ten generations in a row: nobody is ever a generation ahead. (_TestBarrier.test_barrier_10)
local mp = require "multiprocessing"
local expect = require "support.expect"

local n = 5
local b, turns = mp.Barrier(n), mp.Array("i", n)
local ps = {}
for i = 1, n do
  ps[i] = mp.Process{target = function()
    for turn = 1, 10 do
      turns[i] = turn
      assert(b:wait())
      for j = 1, n do assert(turns[j] == turn, "out of step") end
      assert(b:wait())
    end
  end}:start()
end
for _, p in ipairs(ps) do
  p:join()
  expect.equal(p.exitcode, 0)
end
expect.equal(b.n_waiting, 0)
