-- args: --timeout 60
-- Who may release: a Lock anyone, also a process that never had it; an RLock its owner alone. A Lock is not the
-- owner's to take again. A semaphore's release makes one more, whoever calls it. (docs: Lock.release,
-- RLock.release, Semaphore)
local mp = require "multiprocessing"
local expect = require "support.expect"
local timing = require "support.timing"

local lock = mp.Lock()
lock:acquire()
assert(timing.after(0.05, lock.acquire, lock, true, 0.05) == false)
expect.equal(expect.exit_code(function() lock:release() end), 0)
assert(lock:acquire(false) == true)

local rlock = mp.RLock()
rlock:acquire()
expect.equal(expect.exit_code(function()
  expect.error("AssertionError", "", rlock.release, rlock)
  assert(timing.after(0.05, rlock.acquire, rlock, true, 0.05) == false)
end), 0)
rlock:release()

local s = mp.Semaphore(0)
expect.equal(expect.exit_code(function() s:release() end), 0)
assert(s:acquire(false) == true and s:acquire(false) == false)
expect.error("OSError", "-1", mp.Semaphore, -1)
