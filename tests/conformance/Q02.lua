-- Q02: put on a full queue says "full", at once or after the timeout.
-- args: --timeout 60
local mp = require "multiprocessing"
local timing = require "support.timing"

local q = mp.Queue{maxsize = 1}
q:put("x")
local function refused(ok, why) assert(ok == nil and why == "full") end
refused(timing.at_once(q.put, q, "y", false))
refused(timing.at_once(q.put, q, "y", false, 5))
refused(timing.at_once(q.put, q, "y", {block = false, timeout = 5}))
refused(timing.at_once(q.put, q, "y", true, -1))
refused(timing.at_once(q.put_nowait, q, "y"))
refused(timing.after(0.2, q.put, q, "y", true, 0.2))
refused(timing.after(0.2, q.put, q, "y", {timeout = 0.2}))
assert(q:qsize() == 1 and q:get() == "x")
