-- What is called under the lock does not lock again, and
-- its name says so. An RLock would do, too.
local mp = require "multiprocessing"

local lock = mp.Lock()
local stock = mp.RawValue("i", 1)

local function refill_locked()
  stock.value = stock.value + 10
end

local function sell(wanted)
  lock:acquire()
  if stock.value < wanted then
    refill_locked()
  end
  stock.value = stock.value - wanted
  lock:release()
end

local first = mp.Process{target = sell, args = {2}}
local second = mp.Process{target = sell, args = {3}}
first:start()
second:start()
first:join()
second:join()
print(stock.value .. " are left")
