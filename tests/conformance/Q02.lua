-- Q02: put on a full queue says "full", at once or after the timeout.
-- args: --timeout 10
local mp = require "multiprocessing"

local q = mp.Queue{maxsize = 1}
q:put("x")
local function refused(least, most, ...)
  local before = mp.time()
  local ok, why = q:put("y", ...)
  local took = mp.time() - before
  assert(ok == nil and why == "full")
  assert(took >= least and took < most, took)
end
refused(0, 0.05, false)
refused(0, 0.05, false, 5)
refused(0, 0.05, {block = false, timeout = 5})
refused(0.2, 0.7, true, 0.2)
refused(0, 0.05, true, -1)
local ok, why = q:put_nowait("y")
assert(ok == nil and why == "full")
assert(q:qsize() == 1)
