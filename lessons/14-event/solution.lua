-- The cook says when it is ready, and only after that is
-- true: first the meal, then the flag. Who comes later
-- finds the flag up and need not wait.
local mp = require "multiprocessing"

local plate = mp.Value("i", 0) -- 1: the meal is on it
local eaten = mp.Value("i", 0)
local ready = mp.Event()

local function cook()
  mp.sleep(1)
  plate.value = 1
  ready:set()
end

local function guest()
  ready:wait()
  eaten.value = plate.value
end

local processes = {mp.Process{target = guest}, mp.Process{target = cook}}
for _, process in ipairs(processes) do
  process:start()
end
for _, process in ipairs(processes) do
  process:join()
end
print("eaten: " .. eaten.value)
