-- Queue.
local mp = require "multiprocessing"
local expect = require "support.expect"

local q = mp.Queue{maxsize = 6}
assert(q:empty() and not q:full() and #q == 0)
assert(q:put(1) and q:put(2, true) and q:put(3, true, nil) and q:put(4, false))
assert(q:put(5, false, nil) and q:put_nowait(6))
assert(not q:empty() and q:full() and q:qsize() == 6)
for _, shape in ipairs {{false}, {false, 100}, {true, 0.01}, {true, 0}, {{timeout = 0.01}}} do
  local ok, why = q:put("x", table.unpack(shape))
  assert(ok == nil and why == "full")
end
assert(select(2, q:put_nowait("x")) == "full")
expect.equal(q:get(), 1)
expect.equal(q:get(true, nil), 2)
expect.equal(q:get(true, 1), 3)
expect.equal(q:get(false), 4)
expect.equal(q:get{timeout = 1}, 5)
expect.equal(q:get_nowait(), 6)
for _, shape in ipairs {{false}, {false, 100}, {true, 0.01}, {{block = false}}} do
  local item, why = q:get(table.unpack(shape))
  assert(item == nil and why == "empty")
end

-- A timeout is never early.
local before = mp.time()
q:get(true, 0.05)
assert(mp.time() - before >= 0.05)

-- nil is an item; false does not end a loop, nil does.
q:put(nil)
local item, why = q:get()
assert(item == nil and why == nil)
for _, x in ipairs {1, false, "three"} do q:put(x) end
q:put(nil)
local seen = {}
for x in q:items() do seen[#seen + 1] = x end
assert(#seen == 3 and seen[2] == false)

-- Between processes: all of it, once, and in order of each.
local numbers, results = mp.Queue(3), mp.Queue()
local ps = {}
for i = 1, 2 do
  ps[i] = mp.Process{target = function()
    for n in numbers:items() do results:put(n) end
  end}:start()
end
for n = 1, 200 do numbers:put(n) end
for _ = 1, 2 do numbers:put(nil) end
local sum = 0
for _ = 1, 200 do sum = sum + results:get() end
expect.equal(sum, 20100)
for _, p in ipairs(ps) do p:join() end

-- A megabyte.
local big = ("0123456789abcdef"):rep(65536)
mp.Process{target = function() results:put(big) end}:start()
assert(results:get() == big)

-- A child makes its own.
expect.equal(expect.exit_code(function()
  local own = mp.Queue()
  mp.Process{target = function() own:put("mine") end}:start()
  assert(own:get() == "mine" and select(2, own:get(false)) == "empty")
end), 0)

q:close()
expect.error("ValueError", "is closed", q.put, q, 1)
expect.error("ValueError", "is closed", q.get, q)
expect.error("TypeError", "did you mean 'maxsize'?", mp.Queue, {maxsiz = 3})
expect.error("TypeError", "needs an item", numbers.put, numbers)
assert(tostring(numbers) == "<Queue name='numbers' items=0 maxsize=3>")
