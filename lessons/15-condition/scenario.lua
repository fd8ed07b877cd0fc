-- A baker puts loaves on a shelf; customers wait
-- until there is one.
local mp = require "multiprocessing"
local sandbox = require "sandbox"

local customers = sandbox.knob("customers", 2,
  {min = 1, max = 6, help = "how many want a loaf"})
local again = sandbox.knob("again", 0,
  {min = 0, max = 1, help = "0: if, 1: while"})
local all = sandbox.knob("all", 1,
  {min = 0, max = 1, help = "1: notify_all, 0: notify"})

local bell = mp.Condition()
local shelf = mp.RawValue("i", 0)

local function buy(number)
  bell:acquire()
  if again == 1 then
    while shelf.value == 0 do bell:wait() end
  else
    if shelf.value == 0 then bell:wait() end
  end
  local loaf = shelf.value
  assert(loaf > 0, "the shelf is empty")
  shelf.value = loaf - 1
  bell:release()
  print("C" .. number .. " has a loaf")
end

local function bake()
  for n = 1, customers do
    sandbox.label("bakes loaf " .. n)
    mp.sleep(2)
    bell:acquire()
    shelf.value = shelf.value + 1
    if all == 1 then
      bell:notify_all()
    else
      bell:notify()
    end
    bell:release()
  end
end

local processes = {}
for i = 1, customers do
  processes[i] = mp.Process{target = buy, args = {i},
    name = "C" .. i}
  processes[i]:start()
end
bake()
for _, process in ipairs(processes) do
  process:join()
end
