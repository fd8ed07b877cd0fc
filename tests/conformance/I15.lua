-- I15: wait with a timeout.
-- args: --timeout 60
local mp = require "multiprocessing"
local timing = require "support.timing"

local a, b = mp.Pipe()
assert(#timing.after(0.3, mp.wait, {a, b}, 0.3) == 0)
assert(#timing.at_once(mp.wait, {a, b}, 0) == 0)
assert(#timing.at_once(mp.wait, {a, b}, -1) == 0)
b:send(1)
local ready = timing.at_once(mp.wait, {a, b}, 20)
assert(#ready == 1 and ready[1] == a)
a:send(2)
ready = timing.at_once(mp.wait, {a, b}, -1)
assert(#ready == 2 and ready[1] == a and ready[2] == b)
