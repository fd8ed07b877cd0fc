-- Whoever got a place gives it back, and nobody else. The
-- bounded semaphore would tell if we forgot that again.
local mp = require "multiprocessing"

local places = mp.BoundedSemaphore(2)
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
    places:release()
  end
end

local cars = {}
for i = 1, 3 do
  cars[i] = mp.Process{target = car, name = "car" .. i}
  cars[i]:start()
end
for _, process in ipairs(cars) do
  process:join()
end
