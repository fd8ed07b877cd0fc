-- Semaphore and Event.
local mp = require "multiprocessing"
local expect = require "support.expect"

local s = mp.Semaphore(2)
expect.equal(s:get_value(), 2)
assert(s:acquire() and s:acquire() and s:get_value() == 0 and s:locked())
for _, shape in ipairs {{false}, {false, 100}, {true, 0.01}, {true, 0}, {{timeout = 0.01}}} do
  assert(s:acquire(table.unpack(shape)) == false)
end
for i = 1, 4 do
  s:release()
  expect.equal(s:get_value(), i)
end
s:release(2)
expect.equal(s:get_value(), 6)
expect.equal(mp.Semaphore():get_value(), 1)
expect.equal(mp.Semaphore{value = 3}:get_value(), 3)
expect.error("OSError", "not -1", mp.Semaphore, -1)
expect.error("ValueError", "1 or more", s.release, s, 0)
assert(tostring(s) == "<Semaphore name='s' value=6>")

-- A permit comes from another process.
local printer = mp.Semaphore(0)
mp.Process{target = function() printer:release() end}:start()
assert(printer:acquire() == true)

local e = mp.Event()
assert(not e:is_set())
assert(e:wait(0) == false and select(2, e:wait(0.01)) == "timeout")
assert(tostring(e) == "<Event name='e' unset>")
e:set()
assert(e:is_set() and e:wait() == true and e:wait(0) == true)
assert(tostring(e) == "<Event name='e' set>")
e:clear()
assert(e:wait(0) == false)
mp.Process{target = function() e:set() end}:start()
assert(e:wait() == true)
