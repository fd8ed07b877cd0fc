-- Joining before start, and joining oneself, are errors.
-- args: --timeout 60
local mp = require "multiprocessing"

local p = mp.Process{target = function()
  local ok, e = pcall(function() mp.current_process():join() end)
  assert(not ok and e.kind == "AssertionError")
end}
local ok, e = pcall(p.join, p)
assert(not ok and e.kind == "AssertionError")
p:start()
p:join()
assert(p.exitcode == 0)
