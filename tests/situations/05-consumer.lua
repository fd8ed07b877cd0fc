-- A consumer is killed in `get`, then another gets
local mp = require "multiprocessing"

local queue = mp.Queue()
local consumer = mp.Process{target = function() queue:get() end}:start()
mp.sleep(0.3)
consumer:kill()
consumer:join()
queue:put("an item")
print("get()")
print("get() returned", queue:get())
