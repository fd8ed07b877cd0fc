-- R10: the writer is killed, the parent has kept its writing end: the verdict says who holds it.
-- args: --timeout 60
-- exit: 1
-- expect: DEADLOCK
-- expect: main waits to receive from w>r, whose writing end only main itself holds
local mp = require "multiprocessing"

local r, w = mp.Pipe(false)
local p = mp.Process{target = function() w:send("one") mp.sleep(60) end}:start()
assert(r:recv() == "one")
p:kill()
print(r:recv())
