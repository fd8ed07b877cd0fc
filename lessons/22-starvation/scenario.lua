-- A bridge carries 2 tons. Cars of 1 ton cross it again
-- and again; a truck of 2 tons waits until it is empty.
local mp = require "multiprocessing"
local sandbox = require "sandbox"

local rounds = sandbox.knob("rounds", 3,
  {min = 1, max = 20, help = "how often a car crosses"})
local fair = sandbox.knob("fair", 0,
  {min = 0, max = 1, help = "1: all pass a turnstile"})
local limit = sandbox.knob("limit", 9,
  {min = 0, max = 99, help = "overtaken more often: it fails"})

local rail = mp.Lock{fair = true}
local bridge = mp.Condition(rail) -- guards both:
local tons = mp.RawValue("i", 0)
local crossed = mp.RawValue("i", 0) -- cars, so far
local turnstile = mp.Lock{fair = true}

local function enter(weight)
  if fair == 1 then turnstile:acquire() end
  bridge:acquire()
  local before = weight == 2 and crossed.value
  while tons.value + weight > 2 do
    bridge:wait()
  end
  tons.value = tons.value + weight
  if weight == 1 then
    crossed.value = crossed.value + 1
  end
  local overtaken = before and crossed.value - before
  bridge:release()
  if fair == 1 then turnstile:release() end
  return overtaken
end

local function leave(weight)
  bridge:acquire()
  tons.value = tons.value - weight
  bridge:notify_all()
  bridge:release()
end

local function car()
  for _ = 1, rounds do
    sandbox.label("comes")
    enter(1)
    sandbox.label("crosses")
    mp.sleep(3)
    leave(1)
  end
end

local function truck()
  sandbox.label("waits")
  local overtaken = enter(2)
  sandbox.label("crosses")
  print("overtaken " .. overtaken .. " times")
  assert(overtaken <= limit, "the truck starves")
  leave(2)
end

local function start(name, body)
  local process = mp.Process{target = body, name = name}
  process:start()
  return process
end
local processes = {start("car1", car)}
mp.sleep(1)
processes[2] = start("truck", truck)
processes[3] = start("car2", car)
for _, process in ipairs(processes) do
  process:join()
end
