-- The owner of a lock is killed, then another asks for it
local mp = require "multiprocessing"

local lock, held = mp.Lock(), mp.Event()

local function own()
  lock:acquire()
  held:set()
  mp.sleep(100)
end

local owner = mp.Process{target = own}:start()
held:wait()
owner:kill()
owner:join()
print("lock:acquire()")
print("lock:acquire() returned", lock:acquire())
