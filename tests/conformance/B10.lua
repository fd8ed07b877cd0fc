-- args: --timeout 60
-- A barrier for one is passed twice. (_TestBarrier.test_single_thread)
local mp = require "multiprocessing"
local b = mp.Barrier(1)
assert(b:wait() == 0)
assert(b:wait() == 0)
assert(b:wait(0) == 0 and not b.broken)
