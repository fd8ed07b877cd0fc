-- Condition and Barrier, beyond what tests/conformance has.
local mp = require "multiprocessing"
local expect = require "support.expect"

local c = mp.Condition()
assert(tostring(c) == "<Condition name='c' waiting=0>" and c.name == "c")
expect.error("TypeError", "must be a Lock or an RLock, not Event", mp.Condition, mp.Event())
expect.error("AttributeError", "did you mean 'notify'?", function() c:notfy() end)
expect.error("TypeError", "predicate must be a function", c.wait_for, c)

-- The lock may be brought along, and be shared by two conditions: a buffer with room for one.
local lock, item = mp.Lock(), mp.Value("i", 0, {lock = false})
local filled, emptied = mp.Condition(lock), mp.Condition{lock = lock}
local producer = mp.Process{target = function()
  for n = 1, 50 do
    local _ <close> = emptied:with()
    assert(emptied:wait_for(function() return item.value == 0 end))
    item.value = n
    filled:notify()
  end
end}:start()
for n = 1, 50 do
  local _ <close> = filled:with()
  assert(filled:wait_for(function() return item.value ~= 0 end))
  expect.equal(item.value, n)
  item.value = 0
  emptied:notify()
end
producer:join()

-- notify(n), and negative n.
c:acquire()
expect.equal(c:notify(3), 0)
expect.error("ValueError", "0 or more", c.notify, c, -1)
c:release()

-- It crosses a queue with its lock.
local q = mp.Queue()
q:put(c)
local same = q:get()
assert(same == c)
same:acquire()
expect.equal(c:notify(), 0)
same:release()

-- Who is killed after it was notified passes the notification on to the next in line.
local started = mp.Semaphore(0)
local function waiter(how)
  return mp.Process{target = function()
    c:acquire()
    started:release()
    local ok = c:wait(how)
    c:release()
    mp.exit(ok and 0 or 3)
  end}:start()
end
local first = waiter()
started:acquire()
while c.n_waiting < 1 do mp.sleep(0.001) end
local second = waiter()
started:acquire()
while c.n_waiting < 2 do mp.sleep(0.001) end
c:acquire()
expect.equal(c:notify(), 1)
first:kill() -- it waits for the lock, which is ours
c:release()
first:join()
second:join(0.1)
if second:is_alive() then -- the first had left the line before it was killed: nothing is passed on
  c:with(function() c:notify() end)
  second:join()
end
expect.equal(second.exitcode, 0)

-- Barrier: keywords, misuse, a default timeout.
local b = mp.Barrier{parties = 2, timeout = 0.01}
assert(tostring(b) == "<Barrier name='b' waiting=0 of 2>" and b.parties == 2)
local index, why, reason = b:wait()
assert(index == nil and why == "broken" and reason == "timeout of main", reason)
assert(tostring(b) == "<Barrier name='b' broken>" and b.broken)
b:reset()
assert(select(2, b:wait{timeout = 0}) == "broken")
expect.error("TypeError", "parties must be", mp.Barrier)
expect.error("ValueError", "not 0", mp.Barrier, 0)
expect.error("AttributeError", "to set", function() b.parties = 3 end)
expect.error("AttributeError", "did you mean 'reset'?", function() b:rest() end)

-- An error in the action passes, and breaks it; an action does not cross a queue.
local bad = mp.Barrier(1, function() error("no") end)
assert(not pcall(bad.wait, bad) and bad.broken)
q:put(bad)
expect.error("ValueError", "in the args of a Process", function() q:get():wait() end)
