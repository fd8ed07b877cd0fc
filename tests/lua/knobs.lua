-- args: --set philosophers=3
-- expect: says: 3 0
local sandbox = require "sandbox"
local expect = require "support.expect"
local mp = require "multiprocessing"

local philosophers = sandbox.knob("philosophers", 5, {min = 2, max = 12, help = "how many sit down"})
print(philosophers, sandbox.knob("meals", 0))
expect.error("ValueError", "declared twice", sandbox.knob, "meals", 1)
expect.error("ValueError", "9 is not between 0 and 3", sandbox.knob, "other", 9, {max = 3})
expect.error("TypeError", "whole number", sandbox.knob, "half", 0.5)
sandbox.label("waiting for " .. philosophers)
sandbox.work(0.001)
mp.Process{target = print}:start()
expect.error("ValueError", "too late", sandbox.knob, "late", 1)
expect.error("AttributeError", "did you mean 'label'?", function() sandbox.lable("x") end)
