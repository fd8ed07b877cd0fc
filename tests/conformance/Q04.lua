-- Q04: four shapes of get give the items in order.
-- args: --timeout 60
local mp = require "multiprocessing"

local q = mp.Queue()
mp.Process{target = function() for n = 2, 5 do q:put(n) end end}:start():join()
assert(q:get(true, nil) == 2)
assert(q:get(true) == 3)
assert(q:get{timeout = 1} == 4)
assert(q:get_nowait() == 5)
assert(q:empty())
