-- args: --timeout 60
-- Two wait in two processes; each notify wakes exactly one. (_TestCondition.test_notify)
local mp = require "multiprocessing"
local expect = require "support.expect"

local c = mp.Condition()
local sleeping, woken = mp.Semaphore(0), mp.Semaphore(0)
local function wait()
  c:acquire()
  sleeping:release()
  assert(c:wait() == true)
  woken:release()
  c:release()
end
local ps = {mp.Process{target = wait}:start(), mp.Process{target = wait}:start()}
sleeping:acquire()
sleeping:acquire()
for n = 1, 2 do
  c:acquire() -- whoever said that it sleeps has given up the lock by now
  expect.equal(c:notify(), 1)
  c:release()
  assert(woken:acquire(true, 30))
  assert(woken:acquire(true, 0.1) == false, "notify " .. n .. " woke two")
end
for _, p in ipairs(ps) do p:join() end
c:acquire()
expect.equal(c:notify(), 0)
