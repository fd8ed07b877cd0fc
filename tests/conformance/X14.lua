-- args: --timeout 60
-- wait over a process among connections, and over queues: what is ready, as soon as it is, all that is ready.
-- (TestWait.test_wait_integer)
local mp = require "multiprocessing"
local expect = require "support.expect"
local timing = require "support.timing"

local a, b = mp.Pipe()
local c = mp.Pipe()
local ready, go = mp.Event(), mp.Event()
local p = mp.Process{target = function() ready:set() go:wait() mp.sleep(0.2) end}:start()
ready:wait()
local list = timing.after(0.2, function()
  go:set()
  return mp.wait({a, p.sentinel, c}, 30)
end)
assert(#list == 1 and list[1] == p.sentinel)
b:send("x")
list = mp.wait({a, p.sentinel, c}, 30)
assert(#list == 2 and list[1] == a and list[2] == p.sentinel)
list = mp.wait({p, a}, 30) -- the process itself is as good
assert(#list == 2 and list[1] == p and list[2] == a)
expect.equal(a:recv(), "x")
p:join()
list = mp.wait({a, p.sentinel}, 0)
assert(#list == 1 and list[1] == p.sentinel)

-- A queue, and the end of a pipe.
local q = mp.Queue()
local sender = mp.Process{target = function() mp.sleep(0.05) q:put("late") end}:start()
list = mp.wait({q, a}, 30)
assert(#list == 1 and list[1] == q and q:get(false) == "late")
sender:join()
b:close()
list = mp.wait({a}, 0)
assert(#list == 1 and select(2, a:recv()) == "eof")
