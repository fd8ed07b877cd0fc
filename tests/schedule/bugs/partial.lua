-- Two are stuck for ever while a third one goes on working. Fixed: locks in one order.
-- found: partial deadlock
-- card: took left
-- card: took right
-- card: P1 and P2 wait for each other
local mp = require "multiprocessing"
local sandbox = require "sandbox"
local fixed = sandbox.knob("fixed", 0, {min = 0, max = 1}) == 1

local left, right, third = mp.Lock(), mp.Lock(), mp.Lock()

local function eat(first, second)
  first:acquire()
  second:acquire()
  second:release()
  first:release()
end

mp.Process{target = eat, args = {left, right}, name = "P1"}:start()
mp.Process{target = eat, args = {fixed and left or right, fixed and right or left}, name = "P2"}:start()
for _ = 1, 3 do
  third:acquire()
  third:release()
end
