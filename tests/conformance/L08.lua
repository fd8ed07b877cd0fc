-- args: --timeout 60
-- BoundedSemaphore: more releases than acquires are a ValueError, and change nothing.
-- (_TestSemaphore.test_bounded_semaphore)
local mp = require "multiprocessing"
local expect = require "support.expect"

local s = mp.BoundedSemaphore(2)
expect.equal(s:get_value(), 2)
expect.error("ValueError", "released too many times", s.release, s)
expect.equal(s:get_value(), 2)
s:acquire()
expect.error("ValueError", "released too many times", s.release, s, 2)
expect.equal(s:get_value(), 1)
s:release()
expect.equal(s:get_value(), 2)
expect.error("OSError", "-1", mp.BoundedSemaphore, -1)
