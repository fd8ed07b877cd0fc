-- The owner is killed between two writes that belong together, and the heir does not look whether the lock was
-- abandoned. Fixed: it does, and mends what it finds.
-- found: assert
-- card: wrote here: 0
-- card: was killed (SIGKILL)
-- card: took lock, abandoned by its last owner
-- card: money is lost
local mp = require "multiprocessing"
local sandbox = require "sandbox"
local fixed = sandbox.knob("fixed", 0, {min = 0, max = 1}) == 1

local lock, here, there = mp.Lock(), mp.RawValue("i", 1), mp.RawValue("i", 0)

local victim = mp.Process{target = function()
  lock:acquire()
  here.value = 0
  there.value = 1
  lock:release()
end, name = "victim"}:start()
victim:kill()

local _, why = lock:acquire()
if fixed and why == "abandoned" then there.value = 1 - here.value end
assert(here.value + there.value == 1, "money is lost")
lock:release()
victim:join()
