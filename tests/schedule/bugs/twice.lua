-- It locks what it has locked itself. Fixed: an RLock.
-- found: deadlock
-- card: main waits for itself
local mp = require "multiprocessing"
local sandbox = require "sandbox"
local fixed = sandbox.knob("fixed", 0, {min = 0, max = 1}) == 1

local lock = fixed and mp.RLock() or mp.Lock()

lock:acquire()
lock:acquire()
lock:release()
lock:release()
