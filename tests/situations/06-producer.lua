-- A producer is killed in a `put` of 50 MB, then `get`
local mp = require "multiprocessing"

local queue, begins = mp.Queue(), mp.Event()

local function produce()
  local item = ("x"):rep(50000000)
  begins:set()
  queue:put(item)
end

local producer = mp.Process{target = produce}:start()
begins:wait()
mp.sleep(0.002) -- so large a put takes ten times that
producer:kill()
producer:join()
print("get()")
print("get() returned", #queue:get(), "bytes")
