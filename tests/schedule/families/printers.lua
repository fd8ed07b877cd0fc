-- n printers, n jobs that need two of them each, taken one by one. Fixed: one job at a time takes its two.
local mp = require "multiprocessing"
local sandbox = require "sandbox"

local n = sandbox.knob("n", 3, {min = 2, max = 12, help = "printers, and jobs"})
local fixed = sandbox.knob("fixed", 0, {min = 0, max = 1, help = "1: two are taken under a lock"})

local printers = mp.Semaphore(n)
local desk = mp.Lock()

local function print_two_sided()
  if fixed == 1 then desk:acquire() end
  printers:acquire()
  printers:acquire()
  if fixed == 1 then desk:release() end
  printers:release()
  printers:release()
end

local ps = {}
for i = 1, n do ps[i] = mp.Process{target = print_two_sided, name = "job" .. i}:start() end
for i = 1, n do ps[i]:join() end
