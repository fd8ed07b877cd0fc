-- A worker is killed before `task_done`, then `join` of its queue
local mp = require "multiprocessing"

local queue, has_it = mp.JoinableQueue(), mp.Event()

local function work()
  queue:get()
  has_it:set()
  mp.sleep(100)
end

local worker = mp.Process{target = work}:start()
queue:put("a task")
has_it:wait()
worker:kill()
worker:join()
print("join()")
print("join() returned", queue:join())
