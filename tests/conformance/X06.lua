-- args: --timeout 60
-- notify(n) wakes n, no more than there are, and nobody who comes later. (_TestCondition.test_notify_n)
local mp = require "multiprocessing"
local expect = require "support.expect"

local c, woken = mp.Condition(), mp.Semaphore(0)
local ps = {}
for i = 1, 6 do
  ps[i] = mp.Process{target = function()
    c:acquire()
    assert(c:wait() == true)
    c:release()
    woken:release()
  end}:start()
end
while c.n_waiting < 6 do mp.sleep(0.001) end

local function notify(n, woke)
  c:acquire()
  expect.equal(c:notify(n), woke)
  c:release()
  for _ = 1, woke do assert(woken:acquire(true, 30)) end
  assert(woken:acquire(true, 0.05) == false, "more were woken")
end
notify(0, 0)
notify(1, 1)
notify(2, 2)
notify(5, 3)
notify(1, 0)
for _, p in ipairs(ps) do
  p:join()
  expect.equal(p.exitcode, 0)
end

-- It is not kept for who waits afterwards.
c:acquire()
assert(c:wait(0.05) == false)
