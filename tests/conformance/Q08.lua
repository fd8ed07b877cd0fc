-- Q08: join returns only after the tenth task_done; nil ends the workers.
-- args: --timeout 60
local mp = require "multiprocessing"

local q, done = mp.JoinableQueue(), mp.Value("i", 0)
local lock = mp.Lock()
local workers = {}
for i = 1, 4 do
  workers[i] = mp.Process{target = function()
    for _ in q:items() do
      mp.sleep(0.02)
      lock:with(function() done.value = done.value + 1 end)
      q:task_done()
    end
    q:task_done()
  end}:start()
end
for n = 1, 10 do q:put(n) end
assert(q:join() == true)
assert(done.value == 10)
for _ = 1, 4 do q:put(nil) end
for _, worker in ipairs(workers) do
  worker:join()
  assert(worker.exitcode == 0)
end
assert(q:join() == true and q:empty())
