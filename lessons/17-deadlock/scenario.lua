-- Philosophers around a table, a fork between
-- every two. To eat, one needs both.
local mp = require "multiprocessing"
local sandbox = require "sandbox"

local seats = sandbox.knob("philosophers", 5,
  {min = 2, max = 12, help = "how many sit down"})
local meals = sandbox.knob("meals", 2,
  {min = 1, max = 20, help = "how often each one eats"})
local ordered = sandbox.knob("ordered", 0,
  {min = 0, max = 1, help = "1: all take the lower fork first"})

local forks = {}
for i = 1, seats do
  forks[i] = mp.Lock{name = "fork" .. i}
end

local function dine(first, second)
  for _ = 1, meals do
    sandbox.label("thinking")
    mp.sleep(1)
    first:acquire()
    second:acquire()
    sandbox.label("eating")
    mp.sleep(1)
    second:release()
    first:release()
  end
  sandbox.label("full")
  local me = mp.current_process()
  print(me.name .. " has eaten")
end

local guests = {}
for i = 1, seats do
  local first, second = i, i % seats + 1 -- left, right
  if ordered == 1 and second < first then
    first, second = second, first
  end
  guests[i] = mp.Process{target = dine, name = "P" .. i,
    args = {forks[first], forks[second]}}
  guests[i]:start()
end
for _, guest in ipairs(guests) do
  guest:join()
end
