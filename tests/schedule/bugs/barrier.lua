-- A barrier for three, and only two come. Fixed: for two.
-- found: deadlock
-- card: 2 of 3 have come, and nobody is left who could come
local mp = require "multiprocessing"
local sandbox = require "sandbox"
local fixed = sandbox.knob("fixed", 0, {min = 0, max = 1}) == 1

local gate = mp.Barrier(fixed and 2 or 3)
local runners = {}
for i = 1, 2 do
  runners[i] = mp.Process{target = function() gate:wait() end, name = "runner" .. i}:start()
end
for i = 1, 2 do runners[i]:join() end
