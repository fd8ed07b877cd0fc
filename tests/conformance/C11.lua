-- args: --timeout 60
-- Event: wait(0) and wait(t) are false; once set, wait is true at once; clear; set by another process wakes.
-- (_TestEvent.test_event)
local mp = require "multiprocessing"
local timing = require "support.timing"

local e = mp.Event()
assert(e:is_set() == false)
assert(timing.at_once(e.wait, e, 0) == false)
assert(timing.after(0.1, e.wait, e, 0.1) == false)
e:set()
assert(e:is_set() == true)
assert(timing.at_once(e.wait, e) == true)
assert(timing.at_once(e.wait, e, 1) == true)
e:clear()
assert(e:is_set() == false)
mp.Process{target = function() mp.sleep(0.05) e:set() end}:start()
assert(e:wait() == true)
