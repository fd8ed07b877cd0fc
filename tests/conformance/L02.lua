-- args: --timeout 60
-- RLock: three acquires, three releases, and a fourth is an error. (_TestLock.test_rlock)
local mp = require "multiprocessing"
local expect = require "support.expect"

local lock = mp.RLock()
for depth = 1, 3 do
  assert(lock:acquire() == true)
  expect.equal(lock.depth, depth)
end
for _ = 1, 3 do lock:release() end
expect.error("AssertionError", "not owned", lock.release, lock)
expect.equal(lock.depth, 0)

-- Another process may neither take it meanwhile nor release it.
lock:acquire()
lock:acquire()
expect.equal(expect.exit_code(function()
  assert(lock:acquire(false) == false)
  expect.error("AssertionError", "not owned", lock.release, lock)
end), 0)
expect.equal(lock.depth, 2)
