-- exit: 1
-- expect: DEADLOCK
-- expect: main and PoolWorker-1 wait for each other
-- expect: main holds lock (pool-deadlock.lua:8) and waits for results of pool (pool-deadlock.lua:10)
-- Tasks that need what the owner holds: who waits for whom is said.
local mp = require "multiprocessing"
local lock = mp.Lock()
lock:acquire()
local pool <close> = mp.Pool(1)
pool:map(function() lock:acquire() end, {1, 2, 3})
