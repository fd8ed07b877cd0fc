-- One processor. low holds the bus and works; high
-- waits for it; mid has no business with either.
local mp = require "multiprocessing"
local sandbox = require "sandbox"

local mids = sandbox.knob("mids", 2,
  {min = 0, max = 4, help = "how many compute meanwhile"})
local short = sandbox.knob("short", 0,
  {min = 0, max = 1, help = "1: low computes without the bus"})

local me = mp.current_process()
me.affinity = {me.affinity[1]} -- children inherit it

local bus = mp.Lock()

local function low()
  bus:acquire()
  sandbox.label("has the bus")
  if short == 1 then bus:release() end
  sandbox.work(0.3)
  if short == 0 then bus:release() end
  sandbox.label("")
  print("low is through")
end

local function high()
  bus:acquire()
  sandbox.label("has the bus")
  bus:release()
  sandbox.label("")
  print("high is through")
end

local function mid(number)
  sandbox.label("computes")
  sandbox.work(2)
  sandbox.label("")
  print("mid" .. number .. " is through")
end

local function start(name, nice, body, ...)
  local process = mp.Process{target = body, name = name,
    nice = nice, args = {...}}
  process:start()
  return process
end
local processes = {start("low", 19, low)}
mp.sleep(1.2) -- by now low has the bus
for i = 1, mids do
  processes[i + 1] = start("mid" .. i, 5, mid, i)
end
processes[mids + 2] = start("high", 0, high)
for _, process in ipairs(processes) do
  process:join()
end
