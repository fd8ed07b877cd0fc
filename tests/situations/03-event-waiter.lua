-- Who waits for an event is killed, then `set`
local mp = require "multiprocessing"

local event = mp.Event()
local waiter = mp.Process{target = function() event:wait() end}:start()
mp.sleep(0.3)
waiter:kill()
waiter:join()
print("set()")
print("set() returned", event:set())
