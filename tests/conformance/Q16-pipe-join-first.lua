-- Q16: the same with a pipe, which holds 64 KiB.
-- args: --timeout 60
-- exit: 1
-- expect: DEADLOCK
-- expect: main waits for Process-1 to end
-- expect: Process-1 waits to send into w>r
local mp = require "multiprocessing"

local r, w = mp.Pipe(false)
local big = ("0123456789abcdef"):rep(65536)
local p = mp.Process{target = function() w:send(big) w:send(big) end}:start()
p:join()
print(#r:recv(), #r:recv())
