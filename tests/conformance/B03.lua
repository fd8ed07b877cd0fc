-- args: --timeout 60
-- wait returns a number for each party, and exactly one gets 0. (_TestBarrier.test_wait_return)
local mp = require "multiprocessing"
local expect = require "support.expect"

local n = 5
local b, got = mp.Barrier(n), mp.Queue()
local ps = {}
for i = 1, n do ps[i] = mp.Process{target = function() got:put((b:wait())) end}:start() end
local seen = {}
for _ = 1, n do seen[got:get()] = true end
for index = 0, n - 1 do assert(seen[index], "nobody got " .. index) end
for _, p in ipairs(ps) do p:join() end
expect.equal(b.broken, false)
