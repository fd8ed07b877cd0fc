-- args: --timeout 60
-- JoinableQueue.join: at once when nothing was ever put; not before the last one is done, however many are put
-- meanwhile; every waiter of it goes on. A queue is first in, first out for each that puts. (docs, JoinableQueue;
-- test_task_done)
local mp = require "multiprocessing"
local expect = require "support.expect"
local timing = require "support.timing"

local q = mp.JoinableQueue()
assert(timing.at_once(q.join, q) == true)
q:put("a")
local waiters = {}
for i = 1, 2 do waiters[i] = mp.Process{target = function() assert(q:join() == true) end}:start() end
q:get()
assert(timing.after(0.05, q.join, q, 0.05) == nil) -- got is not done
q:put("b")
q:task_done()
assert(select(2, q:join(0.05)) == "timeout")
q:get()
q:task_done()
for _, p in ipairs(waiters) do
  p:join()
  expect.equal(p.exitcode, 0)
end
expect.error("ValueError", "task_done", q.task_done, q)

local shared = mp.Queue()
local ps = {}
for i = 1, 3 do ps[i] = mp.Process{target = function() for n = 1, 50 do shared:put({i, n}) end end}:start() end
local last = {0, 0, 0}
for _ = 1, 150 do
  local item = shared:get()
  expect.equal(item[2], last[item[1]] + 1)
  last[item[1]] = item[2]
end
for _, p in ipairs(ps) do p:join() end
assert(shared:empty())
