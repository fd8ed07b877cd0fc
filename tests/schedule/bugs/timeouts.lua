-- Both are polite: who does not get the second lock in time gives the first one back, and tries again. With bad
-- luck both do so again and again; here they give up after three times. Fixed: locks in one order, and no timeout.
-- found: error
-- card: gave up waiting for right: timeout
-- card: never came to eat
local mp = require "multiprocessing"
local sandbox = require "sandbox"
local fixed = sandbox.knob("fixed", 0, {min = 0, max = 1}) == 1

local left, right = mp.Lock(), mp.Lock()

local function eat(first, second)
  for _ = 1, 3 do
    first:acquire()
    local got = second:acquire(true, not fixed and 0.1 or nil)
    if got then second:release() end
    first:release()
    if got then return end
  end
  error "never came to eat"
end

local p1 = mp.Process{target = eat, args = {left, right}, name = "P1"}:start()
local p2 = mp.Process{target = eat, args = {fixed and left or right, fixed and right or left}, name = "P2"}:start()
p1:join()
p2:join()
