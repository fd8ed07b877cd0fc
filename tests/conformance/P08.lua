-- A process after join.
-- args: --timeout 60
local mp = require "multiprocessing"

local p = mp.Process{target = function() end}
p:start()
p:join()
assert(p.exitcode == 0)
assert(not p:is_alive())
assert(#mp.active_children() == 0)
