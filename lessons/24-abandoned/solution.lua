-- `made` is written first, so it says how far the dead one
-- came: whoever inherits the lock repairs `counted`. Main
-- may be the heir, too.
local mp = require "multiprocessing"

local lock = mp.Lock()
local made = mp.RawValue("i", 0)
local counted = mp.RawValue("i", 0)

local function enter()
  local _, why = lock:acquire()
  if why == "abandoned" then
    counted.value = made.value
  end
end

local function make()
  enter()
  made.value = made.value + 1
  counted.value = counted.value + 1
  lock:release()
end

local first = mp.Process{target = make}
local second = mp.Process{target = make}
first:start()
second:start()
first:kill()
first:join()
second:join()

enter()
print(made.value, counted.value)
lock:release()
