-- Who waits for a condition is killed, then `notify_all`
local mp = require "multiprocessing"

local condition, ready = mp.Condition(), mp.Event()

local function wait()
  local _ <close> = condition:with()
  ready:set()
  condition:wait()
end

local waiter = mp.Process{target = wait}:start()
ready:wait()
local _ <close> = condition:with() -- free only once it waits
waiter:kill()
waiter:join()
print("notify_all()")
print("notify_all() returned", condition:notify_all())
