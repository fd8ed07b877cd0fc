-- Q16: get, then join works, also with large items.
-- args: --timeout 60
local mp = require "multiprocessing"

local q = mp.Queue(1)
local big = ("0123456789abcdef"):rep(65536)
local p = mp.Process{target = function() q:put(big) q:put(big) end}:start()
assert(q:get() == big and q:get() == big)
p:join()
assert(p.exitcode == 0)
