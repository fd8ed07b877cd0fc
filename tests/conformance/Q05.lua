-- Q05: get on an empty queue says "empty", at once or after the timeout.
-- args: --timeout 10
local mp = require "multiprocessing"

local q = mp.Queue()
local function refused(least, most, ...)
  local before = mp.time()
  local item, why = q:get(...)
  local took = mp.time() - before
  assert(item == nil and why == "empty")
  assert(took >= least and took < most, took)
end
refused(0, 0.05, false)
refused(0, 0.05, false, 5)
refused(0, 0.05, true, -1)
refused(0.2, 0.7, true, 0.2)
refused(0.2, 0.7, {timeout = 0.2})
local item, why = q:get_nowait()
assert(item == nil and why == "empty")
