-- A process before start.
-- args: --timeout 60
local mp = require "multiprocessing"

local p = mp.Process{target = function() end}
assert(not p:is_alive())
assert(p.exitcode == nil)
assert(p.pid == nil)
for _, child in ipairs(mp.active_children()) do assert(child ~= p) end
