-- A baker bakes two loaves and rings the bell. Two
-- customers wait for the bell, then take a loaf each. Who
-- comes after the bell waits for ever. Mend it.
--
--   sandbox check condition
local mp = require "multiprocessing"

local bell = mp.Condition()
local shelf = mp.Value("i", 0)

local function customer()
  bell:acquire()
  bell:wait()
  shelf.value = shelf.value - 1
  bell:release()
end

local function baker()
  bell:acquire()
  shelf.value = 2
  bell:notify()
  bell:release()
end

local processes = {
  mp.Process{target = customer},
  mp.Process{target = customer},
  mp.Process{target = baker},
}
for _, process in ipairs(processes) do
  process:start()
end
for _, process in ipairs(processes) do
  process:join()
end
print(shelf.value .. " loaves are left")
