-- The parent joins before it has taken everything out of a full queue. Fixed: drain, then join.
-- found: deadlock
-- card: worker waits to put into results, which is full
-- card: main waits for worker to end
local mp = require "multiprocessing"
local sandbox = require "sandbox"
local fixed = sandbox.knob("fixed", 0, {min = 0, max = 1}) == 1

local results = mp.Queue(1)
local worker = mp.Process{target = function()
  results:put(1)
  results:put(2)
end, name = "worker"}:start()
if not fixed then worker:join() end
assert(results:get() == 1)
assert(results:get() == 2)
worker:join()
