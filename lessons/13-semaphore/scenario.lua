-- Three printers, six jobs. A semaphore counts
-- the printers that are free.
local mp = require "multiprocessing"
local sandbox = require "sandbox"

local permits = sandbox.knob("printers", 3,
  {min = 1, max = 8, help = "how many jobs print at once"})
local jobs = sandbox.knob("jobs", 6,
  {min = 1, max = 12, help = "how many jobs there are"})

local printers = mp.Semaphore(permits)

local function job(number)
  sandbox.label("in the queue")
  printers:acquire()
  sandbox.label("printing")
  mp.sleep(3)
  printers:release()
  sandbox.label("done")
  print("job " .. number .. " is printed")
end

local processes = {}
for i = 1, jobs do
  processes[i] = mp.Process{target = job, args = {i},
    name = "job" .. i}
  processes[i]:start()
end
for _, process in ipairs(processes) do
  process:join()
end
