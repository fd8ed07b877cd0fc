-- I11: eight messages, some of them empty, arrive unmerged and in order.
-- args: --timeout 60
local mp = require "multiprocessing"

local strings = {"hello", "", "a", "b", "", "bye", "", "lop"}
local r, w = mp.Pipe(false)
local p = mp.Process{target = function() for _, s in ipairs(strings) do w:send_bytes(s) end end}:start()
w:close()
for _, s in ipairs(strings) do assert(r:recv_bytes() == s) end
assert(select(2, r:recv_bytes()) == "eof")
p:join()
