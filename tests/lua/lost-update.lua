-- expect: note: lost update of balance: Process-2 wrote 41 (lost-update.lua:24); Process-1, which had read 40 (lost-
-- expect: (lost-update.lua:14), wrote 41 over it (lost-update.lua:17): one update is lost
-- expect: note: lost update of seats[2]: main wrote 5 (lost-update.lua:44); Process-3, which had read 0 (lost-
-- expect: (lost-update.lua:35), wrote 1 over it (lost-update.lua:38): one update is lost
-- expect: balance: 1 update; lost-update.lua:17 wrote over lost-update.lua:24, 1 time
-- expect: Finished after

-- The same schedule every time: the events make it so. A lost update is no failure of the run.
local mp = require "multiprocessing"
local balance, seats = mp.Value("i", 40), mp.RawArray("i", 3)
local seen, written = mp.Event(), mp.Event()

local slow = mp.Process{target = function()
  local old = balance.value
  seen:set()
  written:wait()
  balance.value = old + 1
end}:start()

local quick = mp.Process{target = function()
  seen:wait()
  -- Under the lock, which does not help: the other one does not use it.
  balance:with(function()
    balance.value = balance.value + 1
  end)
  written:set()
end}:start()

slow:join() quick:join()
seats[1], seats[2] = 1, 5
seen:clear() written:clear()
-- Where A reads and writes under a lock that is given up in between, it is lost as well.
local last = mp.Process{target = function()
  local lock = mp.Lock()
  local old = lock:with(function() return seats[2] end)
  seen:set() written:wait()
  lock:with(function()
    seats[2] = old + 1
  end)
end}
seats[2] = 0
last:start()
seen:wait()
seats[2] = 5
written:set()
last:join()
