-- I10: an empty message is a message; poll takes nothing.
-- args: --timeout 60
local mp = require "multiprocessing"

local a, b = mp.Pipe()
assert(not a:poll())
b:send_bytes("")
assert(a:poll() and a:poll())
assert(a:recv_bytes() == "")
assert(not a:poll())
