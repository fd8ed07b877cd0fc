-- I03: poll: at once, after a time, and true when a message waits.
-- args: --timeout 60
local mp = require "multiprocessing"
local timing = require "support.timing"

local r, w = mp.Pipe(false)
assert(timing.at_once(r.poll, r) == false)
assert(timing.at_once(r.poll, r, -1) == false)
assert(timing.after(0.2, r.poll, r, 0.2) == false)
w:send("x")
assert(timing.at_once(r.poll, r, 5) == true)
assert(timing.at_once(r.poll, r) == true)
assert(r:recv() == "x")
assert(timing.at_once(r.poll, r) == false)
