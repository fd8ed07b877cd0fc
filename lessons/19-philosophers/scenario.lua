-- Dining philosophers, and four ways in which they do
-- not get stuck. Each removes one of four conditions.
local mp = require "multiprocessing"
local sandbox = require "sandbox"

local seats = sandbox.knob("philosophers", 3,
  {min = 2, max = 7, help = "how many sit down"})
local cure = sandbox.knob("cure", 0, {min = 0, max = 4,
  help = "1 order, 2 timeout, 3 all or none, 4 waiter"})

local forks = {}
for i = 1, seats do
  forks[i] = mp.Lock{name = "fork" .. i}
end
local waiter = mp.Semaphore(seats - 1)
local freed = mp.Condition(mp.Lock{name = "table"})

local take = {
  [0] = function(first, second)
    first:acquire()
    second:acquire()
  end,
  [2] = function(first, second)
    first:acquire()
    while not second:acquire(true, 1) do
      first:release() -- put it back, try again
      first:acquire()
    end
  end,
  [3] = function(first, second)
    freed:acquire()
    while first:locked() or second:locked() do
      freed:wait()
    end
    first:acquire()
    second:acquire()
    freed:release()
  end,
  [4] = function(first, second)
    waiter:acquire()
    first:acquire()
    second:acquire()
  end,
}
take[1] = take[0] -- but first is the lower number

local function put_back(first, second)
  if cure == 3 then freed:acquire() end
  second:release()
  first:release()
  if cure == 3 then
    freed:notify_all()
    freed:release()
  elseif cure == 4 then
    waiter:release()
  end
end

local function dine(number, first, second)
  sandbox.label("hungry")
  take[cure](first, second)
  sandbox.label("eating")
  mp.sleep(1)
  put_back(first, second)
  sandbox.label("full")
  print("P" .. number .. " has eaten")
end

local guests = {}
for i = 1, seats do
  local first, second = i, i % seats + 1
  if cure == 1 and second < first then
    first, second = second, first
  end
  guests[i] = mp.Process{target = dine, name = "P" .. i,
    args = {i, forks[first], forks[second]}}
  guests[i]:start()
end
for _, guest in ipairs(guests) do
  guest:join()
end
