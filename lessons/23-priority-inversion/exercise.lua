-- low makes a report of the samples, and computes while it
-- holds the bus, so that the urgent one has to wait for
-- that, too. Mend it: take the bus only to read and write.
--
--   sandbox check priority-inversion
local mp = require "multiprocessing"

local bus = mp.Lock() -- guards both:
local samples = mp.RawValue("i", 3)
local report = mp.RawValue("i", 0)

local function compute(n)
  local owner = bus.owner
  assert(not owner or owner.name ~= mp.current_process().name,
    "it computes while it holds the bus")
  return n * n
end

local function low()
  bus:acquire()
  report.value = compute(samples.value)
  bus:release()
end

local function high()
  bus:acquire()
  samples.value = samples.value + 1
  bus:release()
end

local first = mp.Process{target = low, name = "low", nice = 19}
local second = mp.Process{target = high, name = "high"}
first:start()
second:start()
first:join()
second:join()
print(samples.value .. " samples, report " .. report.value)
