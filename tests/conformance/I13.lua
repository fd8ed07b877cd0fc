-- I13: messages are not merged, also when they wait together.
-- args: --timeout 60
local mp = require "multiprocessing"

local r, w = mp.Pipe(false)
mp.Process{target = function() for _, s in ipairs {"a", "b", "cd"} do w:send_bytes(s) end end}:start():join()
for _, s in ipairs {"a", "b", "cd"} do
  assert(r:poll(1) and r:poll())
  assert(r:recv_bytes() == s)
end
assert(not r:poll())
