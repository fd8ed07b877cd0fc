-- Q11: what cannot cross fails in the caller; the queue stays usable.
-- args: --timeout 60
local mp = require "multiprocessing"

local q = mp.Queue(2)
local ok, problem = pcall(q.put, q, {inner = coroutine.create(print)})
assert(not ok and problem.kind == "TypeError")
assert(tostring(problem):find("item.inner (coroutine) cannot cross", 1, true))
assert(q:empty())
q:put(true)
assert(q:get(true, 1) == true)
