-- exit: 1
-- expect: DEADLOCK
-- expect: main waits to receive from w>r, whose writing end only main itself holds (stuck-collected.lua:12)
-- never: says

-- A connection that is forgotten and collected is not closed: the garbage collector decides nothing here.
local mp = require "multiprocessing"
local r, w = mp.Pipe(false)
assert(not w.closed)
w = nil -- luacheck: ignore
collectgarbage()
print(r:recv())
