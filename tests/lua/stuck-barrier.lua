-- exit: 1
-- args: --timeout 60
-- expect: waits at meeting for the others (stuck-barrier.lua:9)
-- expect: 3 of 4 have come, and nobody is left who could come
-- A barrier for one more than there are.
local mp = require "multiprocessing"
local meeting = mp.Barrier(4)
local ps = {}
for i = 1, 3 do ps[i] = mp.Process{target = function() meeting:wait() end}:start() end
for _, p in ipairs(ps) do p:join() end
