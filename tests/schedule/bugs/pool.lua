-- Two tasks of a pool take two locks in two orders. Fixed: in one order.
-- found: partial deadlock
-- card: took left
-- card: took right
-- card: from this step on it cannot be avoided
local mp = require "multiprocessing"
local sandbox = require "sandbox"
local fixed = sandbox.knob("fixed", 0, {min = 0, max = 1}) == 1

local left, right = mp.Lock(), mp.Lock()
local done = 0

local function eat(first, second)
  first:acquire()
  second:acquire()
  second:release()
  first:release()
  return 1
end

local pool = mp.Pool(2)
local function finished(value) done = done + value end
pool:apply_async(eat, {left, right}, nil, finished)
pool:apply_async(eat, {fixed and left or right, fixed and right or left}, nil, finished)
pool:close()
pool:join()
assert(done == 2, "a task is lost")
