-- args: --timeout 60
-- Semaphore: 2, 1, 0; acquire(false) at 0 is false; releases go up to 4. (_TestSemaphore.test_semaphore)
local mp = require "multiprocessing"
local expect = require "support.expect"

local s = mp.Semaphore(2)
expect.equal(s:get_value(), 2)
assert(s:acquire() == true)
expect.equal(s:get_value(), 1)
assert(s:acquire() == true)
expect.equal(s:get_value(), 0)
assert(s:acquire(false) == false)
expect.equal(s:get_value(), 0)
for value = 1, 4 do
  s:release()
  expect.equal(s:get_value(), value)
end
