-- args: --timeout 60
-- One is late: all get "broken", whether the timeout is the wait's or the barrier's.
-- (_TestBarrier.test_timeout, test_default_timeout)
local mp = require "multiprocessing"
local expect = require "support.expect"

for _, case in ipairs {{mp.Barrier(3), 0.1}, {mp.Barrier(3, nil, 0.1)}} do
  local barrier, timeout = case[1], case[2]
  local ps = {}
  for i = 1, 3 do
    ps[i] = mp.Process{target = function()
      while i == 3 and not barrier.broken do mp.sleep(0.001) end -- so late
      assert(select(2, barrier:wait(timeout)) == "broken")
    end}:start()
  end
  for _, p in ipairs(ps) do
    p:join()
    expect.equal(p.exitcode, 0)
  end
  expect.equal(barrier.broken, true)
end
