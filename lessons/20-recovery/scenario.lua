-- Workers note for whom they wait. Main looks for a
-- ring in the notes, and kills one of it: the victim.
local mp = require "multiprocessing"
local sandbox = require "sandbox"

local workers = sandbox.knob("workers", 2,
  {min = 2, max = 6, help = "how many work"})
local detect = sandbox.knob("detect", 0,
  {min = 0, max = 1, help = "1: main looks for a ring"})
local victim = sandbox.knob("victim", 1,
  {min = 1, max = 6, help = "which one of the ring dies"})

local tools = {}
for i = 1, workers do
  tools[i] = mp.Lock{name = "tool" .. i}
end
local waits = mp.RawArray("i", workers) -- 0: for nobody
local notes = mp.Lock() -- guards waits
local patience = detect == 1 and 5 or nil

local function note(number, whom)
  local _ <close> = notes:with()
  waits[number] = whom
end

local function work(number)
  local after = number % workers + 1
  local mine, other = tools[number], tools[after]
  mine:acquire()
  note(number, after)
  while not other:acquire(true, patience) do end
  note(number, 0)
  sandbox.label("works")
  mp.sleep(1)
  other:release()
  mine:release()
  print("W" .. number .. " is done")
end

local function find_ring()
  local _ <close> = notes:with()
  for first = 1, workers do
    local ring, at = {}, first
    repeat
      ring[#ring + 1] = at
      at = waits[at]
    until at == 0 or at == first or #ring > workers
    if at == first then return ring end
  end
end

local processes = {}
local function start(number)
  processes[number] = mp.Process{target = work,
    args = {number}, name = "W" .. number}
  processes[number]:start()
end
for i = 1, workers do
  start(i)
end

local killed = {}
while detect == 1 and #mp.active_children() > 0 do
  mp.sleep(1)
  local ring = find_ring()
  if ring then
    local chosen = ring[(victim - 1) % #ring + 1]
    sandbox.label("kills W" .. chosen)
    processes[chosen]:kill()
    processes[chosen]:join()
    note(chosen, 0)
    killed[#killed + 1] = chosen
  end
end
for _, number in ipairs(killed) do
  start(number) -- again, when the others are through
end
for _, process in ipairs(processes) do
  process:join()
end
