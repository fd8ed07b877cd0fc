-- Q09: one task_done too many is a ValueError and changes nothing.
-- args: --timeout 60
local mp = require "multiprocessing"

local q = mp.JoinableQueue()
q:put(1)
q:get()
q:task_done()
local ok, problem = pcall(q.task_done, q)
assert(not ok and problem.kind == "ValueError", problem)
assert(q:join(1) == true)
q:put(2)
local joined, why = q:join(0.05)
assert(joined == nil and why == "timeout")
