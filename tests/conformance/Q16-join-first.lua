-- Q16: join, then get is a deadlock once the queue is full: both edges are named.
-- args: --timeout 60
-- exit: 1
-- expect: DEADLOCK
-- expect: main waits for Process-1 to end
-- expect: Process-1 waits to put into q
local mp = require "multiprocessing"

local q = mp.Queue(1)
local p = mp.Process{target = function() q:put("a") q:put("b") end}:start()
p:join()
print(q:get(), q:get())
