-- Q18: a child makes its own queue and a grandchild.
-- args: --timeout 60
local mp = require "multiprocessing"

local p = mp.Process{target = function()
  local q = mp.Queue()
  local grandchild = mp.Process{target = function() q:put(1) assert(q:get() == 1) end}:start()
  grandchild:join()
  local item, why = q:get(false)
  assert(item == nil and why == "empty")
end}:start()
p:join()
assert(p.exitcode == 0)
