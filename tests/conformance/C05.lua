-- args: --timeout 60
-- wait(t) returns false after t, and the lock is held again, as deep as before. (_TestCondition.test_timeout)
local mp = require "multiprocessing"
local timing = require "support.timing"

for _, lock in ipairs {mp.Lock(), mp.RLock(), mp.Lock{fair = true}, mp.RLock{fair = true}} do
  local c = mp.Condition(lock)
  c:acquire()
  local ok, why = timing.after(0.2, c.wait, c, 0.2)
  assert(ok == false and why == "timeout" and lock:locked() and lock.owner.pid == mp.getpid())
  assert(timing.at_once(c.wait, c, 0) == false)
  c:release()
  assert(not lock:locked())
end

local r = mp.RLock()
local c = mp.Condition(r)
c:acquire()
c:acquire()
assert(c:wait(0.05) == false and r.depth == 2)
