-- A lost wake-up: it looks without the lock, and by the time it waits the notify has come and gone. Fixed: look
-- and wait under the lock, in a loop.
-- found: deadlock
-- card: read ready: 0
-- card: notified cond: 0 of those who wait
-- card: waiter waits to be notified by cond
local mp = require "multiprocessing"
local sandbox = require "sandbox"
local fixed = sandbox.knob("fixed", 0, {min = 0, max = 1}) == 1

local ready, cond = mp.RawValue("i", 0), mp.Condition()

local waiter = mp.Process{target = function()
  if fixed then
    cond:acquire()
    while ready.value == 0 do cond:wait() end
    cond:release()
  elseif ready.value == 0 then
    cond:acquire()
    cond:wait()
    cond:release()
  end
end, name = "waiter"}:start()

local waker = mp.Process{target = function()
  cond:acquire()
  ready.value = 1
  cond:notify()
  cond:release()
end, name = "waker"}:start()

waiter:join()
waker:join()
