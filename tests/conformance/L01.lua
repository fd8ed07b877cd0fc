-- args: --timeout 60
-- Lock: acquire, acquire without waiting, release, one release too many. (_TestLock.test_lock)
local mp = require "multiprocessing"
local expect = require "support.expect"

local lock = mp.Lock()
assert(lock:acquire() == true)
assert(lock:acquire(false) == false)
lock:release()
expect.error("ValueError", "released too many times", lock.release, lock)
assert(lock:acquire() == true, "it is as usable as before")
