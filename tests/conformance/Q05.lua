-- Q05: get on an empty queue says "empty", at once or after the timeout.
-- args: --timeout 60
local mp = require "multiprocessing"
local timing = require "support.timing"

local q = mp.Queue()
local function refused(item, why) assert(item == nil and why == "empty") end
refused(timing.at_once(q.get, q, false))
refused(timing.at_once(q.get, q, false, 5))
refused(timing.at_once(q.get, q, true, -1))
refused(timing.at_once(q.get_nowait, q))
refused(timing.after(0.2, q.get, q, true, 0.2))
refused(timing.after(0.2, q.get, q, {timeout = 0.2}))
