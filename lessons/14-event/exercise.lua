-- A cook and a guest. The guest sleeps for as long as the
-- cook needs, and then eats what is on the plate. Mend it:
-- the guest must never find the plate empty, however slow
-- the cook is.
--
--   sandbox check event
local mp = require "multiprocessing"

local plate = mp.Value("i", 0) -- 1: the meal is on it
local eaten = mp.Value("i", 0)
local ready = mp.Event()

local function cook()
  mp.sleep(1)
  plate.value = 1
end

local function guest()
  mp.sleep(2) -- by then it must be ready
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
