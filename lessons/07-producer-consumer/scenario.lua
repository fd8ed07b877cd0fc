-- Producers put items into a queue with little
-- room; consumers take them out.
local mp = require "multiprocessing"
local sandbox = require "sandbox"

local producers = sandbox.knob("producers", 1,
  {min = 1, max = 6, help = "how many make items"})
local consumers = sandbox.knob("consumers", 2,
  {min = 1, max = 6, help = "how many use them"})
local capacity = sandbox.knob("capacity", 3,
  {min = 1, max = 20, help = "room in the queue"})
local sentinels = sandbox.knob("sentinels", consumers,
  {min = 0, max = 12, help = "end marks put at the end"})

local queue = mp.Queue(capacity)

local function produce(name)
  for n = 1, 8 do
    sandbox.label("making " .. n)
    mp.sleep(0.2)
    queue:put(name .. "." .. n)
  end
end

local function consume()
  for item in queue:items() do -- until nil
    sandbox.label("using " .. item)
    mp.sleep(1.2)
    print("used " .. item)
    sandbox.label("")
  end
end

local makers, users = {}, {}
for i = 1, producers do
  makers[i] = mp.Process{target = produce,
    args = {"P" .. i}, name = "P" .. i}
  makers[i]:start()
end
for i = 1, consumers do
  users[i] = mp.Process{target = consume,
    name = "C" .. i}
  users[i]:start()
end
for _, maker in ipairs(makers) do
  maker:join()
end
for _ = 1, sentinels do
  queue:put(nil)
end
for _, user in ipairs(users) do
  user:join()
end
