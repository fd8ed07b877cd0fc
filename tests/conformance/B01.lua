-- args: --timeout 60
-- Five processes in lockstep; afterwards nobody waits and it is not broken. (_TestBarrier.test_barrier)
local mp = require "multiprocessing"
local expect = require "support.expect"

local n = 5
local b, before, after = mp.Barrier(n), mp.Value("i", 0), mp.Value("i", 0)
local function add(v)
  local _ <close> = v:with()
  v.value = v.value + 1
end
local ps = {}
for i = 1, n do
  ps[i] = mp.Process{target = function()
    add(before)
    assert(b:wait())
    expect.equal(before.value, n)
    add(after)
    assert(b:wait())
    expect.equal(after.value, n)
  end}:start()
end
for _, p in ipairs(ps) do
  p:join()
  expect.equal(p.exitcode, 0)
end
expect.equal(b.n_waiting, 0)
expect.equal(b.broken, false)
expect.equal(b.parties, n)
