-- One end mark for two consumers. Fixed: one for each.
-- found: deadlock
-- card: got item 3 (nil) from jobs
-- card: consumer1 waits to get from jobs, which is empty
local mp = require "multiprocessing"
local sandbox = require "sandbox"
local fixed = sandbox.knob("fixed", 0, {min = 0, max = 1}) == 1

local jobs = mp.Queue()
local consumers = {}
for i = 1, 2 do
  consumers[i] = mp.Process{target = function()
    while jobs:get() do end
  end, name = "consumer" .. i}:start()
end
for i = 1, 2 do jobs:put(i) end
for _ = 1, fixed and 2 or 1 do jobs:put(nil) end
for i = 1, 2 do consumers[i]:join() end
