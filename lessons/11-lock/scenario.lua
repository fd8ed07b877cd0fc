-- Clerks sell seats: look whether one is free,
-- then sell it.
local mp = require "multiprocessing"
local sandbox = require "sandbox"

local clerks = sandbox.knob("clerks", 2,
  {min = 1, max = 6, help = "how many sell"})
local seats = sandbox.knob("seats", 1,
  {min = 1, max = 12, help = "how many there are"})
local which = sandbox.knob("lock", 0,
  {min = 0, max = 2,
    help = "0: none, 1: each its own, 2: one for all"})
local inside = sandbox.knob("inside", 0,
  {min = 0, max = 1, help = "1: print under the lock"})

local free = mp.RawValue("i", seats)
local sold = mp.RawArray("i", clerks)
local window = mp.Lock()

local function sell(number, lock)
  if lock then lock:acquire() end
  local seat = free.value
  if seat > 0 then
    free.value = seat - 1
  end
  if lock and inside == 0 then lock:release() end

  if seat > 0 then
    sandbox.label("prints seat " .. seat)
    mp.sleep(1)
    sold[number] = sold[number] + 1
  end
  if lock and inside == 1 then lock:release() end
  return seat > 0
end

local function work(number)
  local lock = which == 2 and window
  if which == 1 then
    lock = mp.Lock{name = "own" .. number}
  end
  while sell(number, lock) do end
  sandbox.label("sold out")
end

local processes = {}
for i = 1, clerks do
  processes[i] = mp.Process{target = work, args = {i},
    name = "clerk" .. i}
  processes[i]:start()
end
local total = 0
for i, process in ipairs(processes) do
  process:join()
  total = total + sold[i]
end
print(total .. " sold of " .. seats)
assert(total <= seats, "a seat was sold twice")
