-- Both are polite: who does not get the second lock in time gives the first one back, and tries again. With bad luck
-- both do so again and again, for ever. Fixed: locks in one order, and no timeout.
-- found: livelock
-- card: gave up waiting for right: timeout
-- card: gave up waiting for left: timeout
-- card: these steps go round for ever
-- card: Other schedules come to an end.
local mp = require "multiprocessing"
local sandbox = require "sandbox"
local fixed = sandbox.knob("fixed", 0, {min = 0, max = 1}) == 1

local left, right = mp.Lock(), mp.Lock()

local function eat(first, second)
  local got
  repeat
    first:acquire()
    got = second:acquire(true, not fixed and 0.1 or nil)
    if got then second:release() end
    first:release()
  until got
end

local p1 = mp.Process{target = eat, args = {left, right}, name = "P1"}:start()
local p2 = mp.Process{target = eat, args = {fixed and left or right, fixed and right or left}, name = "P2"}:start()
p1:join()
p2:join()
