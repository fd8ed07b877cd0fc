-- exit: 1
-- args: --timeout 60
-- expect: left lock locked when it died
-- expect: waits for lock (stuck-dead-owner.lua:9), which Process-1 died with
-- on_owner_death="stall": as in Python, the lock stays locked for ever.
local mp = require "multiprocessing"
local lock = mp.Lock{on_owner_death = "stall"}
mp.Process{target = function() lock:acquire() end}:start():join()
lock:acquire()
