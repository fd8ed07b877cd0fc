-- Two workers share a saw and a drill, and each job needs
-- both. Nobody blocks for ever; still there is a schedule
-- in which no job gets done. Mend it.
--
--   sandbox check philosophers
local mp = require "multiprocessing"

local saw = mp.Lock()
local drill = mp.Lock()
local jobs = mp.RawValue("i", 0)

local function work(first, second)
  first:acquire()
  while not second:acquire(true, 1) do
    first:release() -- after you
    first:acquire()
  end
  jobs.value = jobs.value + 1
  second:release()
  first:release()
end

local one = mp.Process{target = work, args = {saw, drill}}
local two = mp.Process{target = work, args = {drill, saw}}
one:start()
two:start()
one:join()
two:join()
print(jobs.value .. " jobs are done")
