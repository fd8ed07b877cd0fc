-- A reading room. A cleaner can only work when nobody is
-- inside, and says so: wants.value is 1. Readers come all
-- the same. Mend it: nobody goes in past the cleaner.
--
--   sandbox check starvation
local mp = require "multiprocessing"

local room = mp.Condition(mp.Lock()) -- guards the others:
local inside = mp.RawValue("i", 0)
local wants = mp.RawValue("i", 0)
local overtaken = mp.RawValue("i", 0)

local function come_in() -- room is ours
  if wants.value == 1 then
    overtaken.value = overtaken.value + 1
  end
  inside.value = inside.value + 1
end

local function reader()
  room:acquire()
  come_in()
  room:release()

  room:acquire()
  inside.value = inside.value - 1
  room:notify_all()
  room:release()
end

local function cleaner()
  room:acquire()
  wants.value = 1
  while inside.value > 0 do
    room:wait()
  end
  wants.value = 0
  room:release()
end

local processes = {}
for i, body in ipairs({reader, cleaner, reader}) do
  processes[i] = mp.Process{target = body}
  processes[i]:start()
end
for _, process in ipairs(processes) do
  process:join()
end
print("overtaken: " .. overtaken.value)
