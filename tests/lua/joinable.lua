-- JoinableQueue and SimpleQueue, beyond tests/conformance.
local mp = require "multiprocessing"
local expect = require "support.expect"

local q = mp.JoinableQueue(3)
assert(tostring(q) == "<JoinableQueue name='q' items=0 maxsize=3>")
assert(q:join() == true and q:join(0) == true)
expect.error("ValueError", "too many times", q.task_done, q)

-- A worker that dies before task_done: join gives up, and says how many are lost; then they can be done over.
q:put("a")
q:put("b")
local got = mp.Event()
local victim = mp.Process{target = function()
  q:get()
  q:get()
  q:task_done()
  got:set()
  mp.sleep(60)
end}:start()
got:wait()
local joined, why = q:join(0.05)
assert(joined == nil and why == "timeout" and select("#", q:join(0)) == 2)
victim:kill()
local lost
joined, why, lost = q:join()
assert(joined == nil and why == "abandoned" and lost == 1)
q:task_done()
assert(q:join() == true)

-- What is done by somebody else than who got it counts as well.
q:put("c")
mp.Process{target = function() assert(q:get() == "c") got:clear() got:wait() end, daemon = true}:start()
while not q:empty() do mp.sleep(0.005) end
q:task_done()
assert(q:join() == true)

local s = mp.SimpleQueue()
assert(tostring(s) == "<SimpleQueue name='s' items=0>" and s:empty())
s:put({1, 2})
assert(not s:empty() and s:get()[2] == 2)
expect.error("TypeError", "an item and nothing else", s.put, s, 1, true)
expect.error("AttributeError", "SimpleQueue has no 'qsize'", function() return s:qsize() end)
s:close()
expect.error("ValueError", "SimpleQueue is closed", s.put, s, 1)
