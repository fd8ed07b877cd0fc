-- A script without any main guard does not run its top level again in children.
-- args: --timeout 60
local mp = require "multiprocessing"

local runs = mp.Value("i", 0)
runs.value = runs.value + 1
local p = mp.Process{target = function() assert(runs.value == 1) end}
p:start()
p:join()
assert(p.exitcode == 0)
assert(runs.value == 1)
