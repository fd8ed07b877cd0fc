-- cpu_count is a whole number from 1.
-- args: --timeout 60
local mp = require "multiprocessing"

assert(math.type(mp.cpu_count()) == "integer" and mp.cpu_count() >= 1)
