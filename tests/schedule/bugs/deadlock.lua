-- Two locks in two orders. Fixed: in one order.
-- found: deadlock
-- card: took left
-- card: took right
-- card: DEADLOCK
-- card: P1 and P2 wait for each other
-- card: from this step on it cannot be avoided
local mp = require "multiprocessing"
local sandbox = require "sandbox"
local fixed = sandbox.knob("fixed", 0, {min = 0, max = 1}) == 1

local left, right = mp.Lock(), mp.Lock()

local function eat(first, second)
  first:acquire()
  second:acquire()
  second:release()
  first:release()
end

local p1 = mp.Process{target = eat, args = {left, right}, name = "P1"}:start()
local p2 = mp.Process{target = eat, args = {fixed and left or right, fixed and right or left}, name = "P2"}:start()
p1:join()
p2:join()
