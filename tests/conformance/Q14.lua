-- Q14: empty() of a SimpleQueue is right in both processes.
-- args: --timeout 60
local mp = require "multiprocessing"

local q, child_can_start, parent_can_continue = mp.SimpleQueue(), mp.Event(), mp.Event()
local p = mp.Process{target = function()
  child_can_start:wait()
  q:put(q:empty())
  q:put(q:empty())
  parent_can_continue:set()
end, daemon = true}:start()
assert(q:empty())
child_can_start:set()
parent_can_continue:wait()
assert(not q:empty())
assert(q:get() == true)
assert(q:get() == false)
assert(q:empty())
p:join()
