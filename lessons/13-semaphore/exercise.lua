-- A car park with two places, and three cars. A car waits
-- for a place, but not for ever. Then there are three cars
-- in two places. Mend it.
--
--   sandbox check semaphore
local mp = require "multiprocessing"

local places = mp.Semaphore(2)
local parked = mp.Value("i", 0)

local function park(n)
  local _ <close> = parked:with()
  parked.value = parked.value + n
  assert(parked.value <= 2, "three cars in two places")
end

local function car()
  if places:acquire(true, 1) then -- wait 1 s at most
    park(1)
    park(-1)
  end
  places:release()
end

local cars = {}
for i = 1, 3 do
  cars[i] = mp.Process{target = car, name = "car" .. i}
  cars[i]:start()
end
for _, process in ipairs(cars) do
  process:join()
end
