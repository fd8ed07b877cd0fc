-- Philosophers, forks as locks. Fixed: the last one takes the right fork first, so the ring is never closed.
local mp = require "multiprocessing"
local sandbox = require "sandbox"

local n = sandbox.knob("n", 3, {min = 2, max = 12, help = "philosophers"})
local meals = sandbox.knob("meals", 1, {min = 1, max = 5, help = "how often each eats"})
local fixed = sandbox.knob("fixed", 0, {min = 0, max = 1, help = "1: the last one is left-handed"})

local forks = {}
for i = 1, n do forks[i] = mp.Lock{name = "fork" .. i} end

local function dine(i)
  local left, right = forks[i], forks[i % n + 1]
  for _ = 1, meals do
    if fixed == 1 and i == n then
      right:acquire()
      left:acquire()
    else
      left:acquire()
      right:acquire()
    end
    left:release()
    right:release()
  end
end

local ps = {}
for i = 1, n do ps[i] = mp.Process{target = dine, args = {i}, name = "P" .. i}:start() end
for i = 1, n do ps[i]:join() end
