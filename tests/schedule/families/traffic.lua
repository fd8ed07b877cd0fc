-- A roundabout of n sectors. Each car drives into its own sector, and needs the next one to leave. Fixed: a light
-- lets in one car less than there are sectors.
local mp = require "multiprocessing"
local sandbox = require "sandbox"

local n = sandbox.knob("n", 3, {min = 2, max = 12, help = "sectors, and cars"})
local fixed = sandbox.knob("fixed", 0, {min = 0, max = 1, help = "1: there is a light"})

local sectors = {}
for i = 1, n do sectors[i] = mp.Semaphore{value = 1, name = "sector" .. i} end
local light = mp.Semaphore(n - 1)

local function drive(i)
  local here, there = sectors[i], sectors[i % n + 1]
  if fixed == 1 then light:acquire() end
  here:acquire()
  there:acquire()
  here:release()
  there:release()
  if fixed == 1 then light:release() end
end

local ps = {}
for i = 1, n do ps[i] = mp.Process{target = drive, args = {i}, name = "car" .. i}:start() end
for i = 1, n do ps[i]:join() end
