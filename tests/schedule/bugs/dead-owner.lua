-- The owner of a lock is killed, and the lock stays locked. Fixed: it goes to the next one, who is told.
-- found: partial deadlock
-- card: sent SIGKILL to victim
-- card: was killed (SIGKILL)
-- card: heir waits for lock
-- card: which victim died with
local mp = require "multiprocessing"
local sandbox = require "sandbox"
local fixed = sandbox.knob("fixed", 0, {min = 0, max = 1}) == 1

local lock = mp.Lock{on_owner_death = fixed and "recover" or "stall"}

local function work()
  lock:acquire()
  lock:release()
end

local victim = mp.Process{target = work, name = "victim"}:start()
local heir = mp.Process{target = work, name = "heir"}:start()
victim:kill()
victim:join()
heir:join()
