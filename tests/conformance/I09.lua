-- I09: <close> on both ends.
-- args: --timeout 60
local mp = require "multiprocessing"

local a, b = mp.Pipe()
do
  local first <close> = a
  local second <close> = b
  first:send(1729)
  assert(second:recv() == 1729)
  assert(not first.closed and not second.closed)
end
assert(a.closed and b.closed)
for _, call in ipairs {
  function() a:recv() end, function() b:recv() end, function() a:send(1) end, function() a:poll() end,
} do
  local ok, problem = pcall(call)
  assert(not ok and problem.kind == "OSError" and tostring(problem):find("is closed", 1, true))
end
a:close()
