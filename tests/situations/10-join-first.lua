-- A producer of more than fits is joined before its queue is drained
local mp = require "multiprocessing"

local queue = mp.Queue(1)
local function produce() for _ = 1, 2 do queue:put(("x"):rep(1000000)) end end
local producer = mp.Process{target = produce}:start()
print("join()")
print("join() returned", producer:join())
print("get() returned", #queue:get(), "bytes")
