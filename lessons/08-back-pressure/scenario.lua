-- maker makes an item in 0.3 s, main uses one in 1 s.
local mp = require "multiprocessing"
local sandbox = require "sandbox"

local items = sandbox.knob("items", 12,
  {min = 1, max = 20, help = "how many maker makes"})
local capacity = sandbox.knob("capacity", 3,
  {min = 0, max = 20, help = "room in the queue; 0: no limit"})
local refuse = sandbox.knob("refuse", 0,
  {min = 0, max = 1, help = "1: maker does not wait for room"})
local first = sandbox.knob("join_first", 0,
  {min = 0, max = 1, help = "1: main joins, then drains"})

local queue = mp.Queue(capacity)

local function make()
  for n = 1, items do
    sandbox.label("makes " .. n)
    mp.sleep(0.3)
    local done, why = queue:put(n, refuse == 0)
    if not done then
      print(n .. " is turned away: " .. why)
    end
  end
  queue:put(nil) -- the end mark
end

local maker = mp.Process{target = make, name = "maker"}
maker:start()
if first == 1 then
  maker:join()
end
for n in queue:items() do -- drains it, until nil
  sandbox.label(n .. ", and " .. #queue .. " wait")
  mp.sleep(1)
  print("used " .. n)
end
maker:join()
print("maker has ended")
