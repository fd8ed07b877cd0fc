-- The current process, in main.
-- args: --timeout 60
local mp = require "multiprocessing"

local p = mp.current_process()
assert(p:is_alive())
assert(p.daemon == false)
assert(p.pid == mp.getpid())
assert(p.exitcode == nil)
