-- Runners get ready and wait for the shot. One of
-- them ties a shoe first, and comes late.
local mp = require "multiprocessing"
local sandbox = require "sandbox"

local runners = sandbox.knob("runners", 4,
  {min = 1, max = 6, help = "how many run"})
local late = sandbox.knob("late", 0,
  {min = 0, max = 1, help = "1: the last comes late"})
local pulse = sandbox.knob("pulse", 0,
  {min = 0, max = 1, help = "1: set, then clear"})

local shot = mp.Event()

local function run(number)
  if late == 1 and number == runners then
    sandbox.label("ties a shoe")
    mp.sleep(3)
  end
  sandbox.label("on the line")
  shot:wait()
  sandbox.label("runs")
  mp.sleep(1)
  print("R" .. number .. " is there")
end

local processes = {}
for i = 1, runners do
  processes[i] = mp.Process{target = run, args = {i},
    name = "R" .. i}
  processes[i]:start()
end
sandbox.label("on your marks")
mp.sleep(2)
sandbox.label("bang")
shot:set()
if pulse == 1 then
  shot:clear()
end
for _, process in ipairs(processes) do
  process:join()
end
