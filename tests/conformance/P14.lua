-- The sentinel: none before start; ready once the process has ended.
-- args: --timeout 60
local mp = require "multiprocessing"

local event = mp.Event()
local p = mp.Process{target = function() event:wait() end}
local ok, e = pcall(function() return p.sentinel end)
assert(not ok and e.kind == "ValueError")
p:start()
assert(#mp.wait({p.sentinel}, 0) == 0)
event:set()
assert(mp.wait({p.sentinel}, 30)[1] == p.sentinel)
p:join()
