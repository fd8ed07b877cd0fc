-- First the saw, then the drill, for everybody. Then one
-- may wait without giving back: whoever has the saw gets
-- the drill, too.
local mp = require "multiprocessing"

local saw = mp.Lock()
local drill = mp.Lock()
local jobs = mp.RawValue("i", 0)

local function work(first, second)
  first:acquire()
  second:acquire()
  jobs.value = jobs.value + 1
  second:release()
  first:release()
end

local one = mp.Process{target = work, args = {saw, drill}}
local two = mp.Process{target = work, args = {saw, drill}}
one:start()
two:start()
one:join()
two:join()
print(jobs.value .. " jobs are done")
