-- Two sellers of one shop. Whoever finds too little
-- refills the stock, and then waits for ever. Mend it:
-- it is to be refilled once, for both.
--
--   sandbox check rlock
local mp = require "multiprocessing"

local lock = mp.Lock()
local stock = mp.RawValue("i", 1)

local function refill()
  lock:acquire()
  stock.value = stock.value + 10
  lock:release()
end

local function sell(wanted)
  lock:acquire()
  if stock.value < wanted then
    refill()
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
