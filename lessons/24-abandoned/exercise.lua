-- Two workers make things, and count them. The first one
-- is killed at some moment. In the end `counted` has to be
-- what is `made`, whenever that was. Mend it.
--
--   sandbox check abandoned
local mp = require "multiprocessing"

local lock = mp.Lock()
local made = mp.RawValue("i", 0)
local counted = mp.RawValue("i", 0)

local function enter()
  lock:acquire()
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

lock:acquire()
print(made.value, counted.value)
lock:release()
