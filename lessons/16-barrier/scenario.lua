-- Workers go through phases together: each one uses
-- what its neighbour has made in the phase before.
local mp = require "multiprocessing"
local sandbox = require "sandbox"

local workers = sandbox.knob("workers", 3,
  {min = 1, max = 6, help = "how many work"})
local parties = sandbox.knob("parties", workers,
  {min = 1, max = 8, help = "the barrier waits for so many"})
local phases = sandbox.knob("phases", 2,
  {min = 1, max = 5, help = "how many phases there are"})

local gate = mp.Barrier(parties)
local made = mp.RawArray("i", workers)

local function work(number)
  local neighbour = number % workers + 1
  for phase = 1, phases do
    sandbox.label("phase " .. phase)
    mp.sleep(number)
    made[number] = phase
    sandbox.label("done with " .. phase)
    local _, why = gate:wait()
    if why then
      error("the barrier is " .. why, 0)
    end
    assert(made[neighbour] >= phase,
      "W" .. neighbour .. " is not so far")
  end
  print("W" .. number .. " is done")
end

local processes = {}
for i = 1, workers do
  processes[i] = mp.Process{target = work, args = {i},
    name = "W" .. i}
  processes[i]:start()
end
for _, process in ipairs(processes) do
  process:join()
end
