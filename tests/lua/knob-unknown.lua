-- args: --set philosopers=3
-- exit: 2
-- expect: knob-unknown.lua has no knob 'philosopers'; did you mean 'philosophers'? It has: philosophers (2 to 12)
-- never: not reached
local mp = require "multiprocessing"
local n = require "sandbox".knob("philosophers", 5, {min = 2, max = 12})
mp.Process{target = print, args = {n}}:start()
print("not " .. "reached")
