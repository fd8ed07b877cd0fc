-- Q01: six shapes of put fill a queue of six.
-- args: --timeout 60
local mp = require "multiprocessing"

local q = mp.Queue(6)
assert(q:empty() and not q:full())
assert(q:put(1) and q:put(2, true) and q:put(3, true, nil))
assert(q:put(4, false) and q:put(5, false, nil) and q:put_nowait(6))
assert(not q:empty() and q:full())
