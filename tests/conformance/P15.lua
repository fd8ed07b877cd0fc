-- close() of a live child is a ValueError; a closed object is of no use.
-- args: --timeout 60
local mp = require "multiprocessing"

local go = mp.Event()
local p = mp.Process{target = function() go:wait() end}
p:start()
local ok, e = pcall(p.close, p)
assert(not ok and e.kind == "ValueError")
go:set()
p:join()
assert(p.exitcode == 0)
p:close()
for _, method in ipairs {"is_alive", "join", "terminate", "kill", "interrupt"} do
  ok, e = pcall(p[method], p)
  assert(not ok and e.kind == "ValueError", method)
end
ok, e = pcall(function() return p.exitcode end)
assert(not ok and e.kind == "ValueError")
p:close()
