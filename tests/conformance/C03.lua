-- args: --timeout 60
-- notify_all wakes all six. (_TestCondition.test_notify_all)
local mp = require "multiprocessing"
local expect = require "support.expect"

local c = mp.Condition()
local sleeping, woken = mp.Semaphore(0), mp.Semaphore(0)
local ps = {}
for i = 1, 6 do
  ps[i] = mp.Process{target = function()
    local _ <close> = c:with()
    sleeping:release()
    c:wait()
    woken:release()
  end}:start()
end
for _ = 1, 6 do sleeping:acquire() end
expect.equal(woken:get_value(), 0)
c:acquire()
expect.equal(c:notify_all(), 6)
c:release()
for _ = 1, 6 do assert(woken:acquire(true, 30)) end
for _, p in ipairs(ps) do p:join() end
expect.equal(c.n_waiting, 0)
