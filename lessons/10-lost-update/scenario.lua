-- Some processes count together. To add 1 is to
-- read, to add, and to write.
local mp = require "multiprocessing"
local sandbox = require "sandbox"

local workers = sandbox.knob("workers", 2,
  {min = 1, max = 6, help = "how many count"})
local times = sandbox.knob("times", 3,
  {min = 1, max = 50000, help = "how often each adds 1"})
local own = sandbox.knob("own", 0,
  {min = 0, max = 1, help = "1: a counter for each process"})
local floor = sandbox.knob("floor", workers * times,
  {min = 0, max = 300000, help = "the run fails below it"})

local counters = {}
for i = 1, own == 1 and workers or 1 do
  counters[i] = mp.Value{typecode = "i",
    name = own == 1 and "counter" .. i or "counter"}
end

local function count(counter)
  for _ = 1, times do
    local seen = counter.value -- read
    seen = seen + 1            -- add
    counter.value = seen       -- write
  end
end

local processes = {}
for i = 1, workers do
  processes[i] = mp.Process{target = count,
    args = {counters[own == 1 and i or 1]},
    name = "W" .. i}
  processes[i]:start()
end
for _, process in ipairs(processes) do
  process:join()
end

local total = 0
for _, counter in ipairs(counters) do
  total = total + counter.value
end
print("counted: " .. total)
assert(total >= floor, "too little was counted")
