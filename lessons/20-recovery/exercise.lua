-- waits[i] says for whom process i waits, 0 for nobody.
-- find_victim has to return one of a ring, or nil where
-- there is none. It sees rings of two only: mend it.
--
--   sandbox check recovery
local mp = require "multiprocessing"

local function find_victim(waits)
  for one, other in ipairs(waits) do
    if other > 0 and waits[other] == one then
      return one
    end
  end
  return nil
end

-- From here on it is right.
local tools = {mp.Lock(), mp.Lock()}
local notes = mp.Lock() -- guards waits
local waits = mp.RawArray("i", 2)
local done = mp.RawArray("i", 2)

local function note(number, whom)
  local _ <close> = notes:with()
  waits[number] = whom
end

local function work(number)
  local after = number % 2 + 1
  tools[number]:acquire()
  note(number, after)
  while not tools[after]:acquire(true, 5) do end
  note(number, 0)
  done[number] = 1
  tools[after]:release()
  tools[number]:release()
end

local function look()
  local _ <close> = notes:with()
  return find_victim({waits[1], waits[2]})
end

local processes = {}
for i = 1, 2 do
  processes[i] = mp.Process{target = work, args = {i}}
  processes[i]:start()
end
local killed
while #mp.active_children() > 0 do
  mp.sleep(1)
  local victim = look()
  if victim then
    processes[victim]:kill()
    processes[victim]:join()
    note(victim, 0)
    killed = victim
  end
end
if killed then
  work(killed) -- again, when the others are through
end
print("both jobs are done")
