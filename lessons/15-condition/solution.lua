-- Look first: who comes after the bell need not wait. And
-- look again after each wake-up. Two loaves, two to wake.
local mp = require "multiprocessing"

local bell = mp.Condition()
local shelf = mp.Value("i", 0)

local function customer()
  bell:acquire()
  while shelf.value == 0 do
    bell:wait()
  end
  shelf.value = shelf.value - 1
  bell:release()
end

local function baker()
  bell:acquire()
  shelf.value = 2
  bell:notify_all()
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
