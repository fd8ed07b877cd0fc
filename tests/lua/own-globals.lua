-- expect: says: ran
-- expect: says: <Process name='Process-2'
-- expect: no 'Semaphor'; did you mean 'Semaphore'?
-- Globals of a scenario may have the names of Lua's own: our modules have theirs.
type, table, string, select, next, pairs, setmetatable, tostring = 1, {}, "", nil, nil, nil, nil, nil -- luacheck: ignore

local mp = require "multiprocessing"
mp.Process{target = function() print("ran") end}:start():join()
print(mp.Process{target = print})
local _, problem = pcall(function() return mp.Semaphor end)
print(problem)
