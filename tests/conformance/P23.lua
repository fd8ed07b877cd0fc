-- Starting twice, and daemon after start, are errors.
-- args: --timeout 60
local mp = require "multiprocessing"

local p = mp.Process{target = function() end}
p:start()
local ok, e = pcall(p.start, p)
assert(not ok and e.kind == "AssertionError")
ok, e = pcall(function() p.daemon = true end)
assert(not ok and e.kind == "AssertionError")
p:join()
ok, e = pcall(p.start, p)
assert(not ok and e.kind == "AssertionError")
