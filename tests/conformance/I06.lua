-- I06: a one-way pipe: who may do what.
-- args: --timeout 60
local mp = require "multiprocessing"

local r, w = mp.Pipe(false)
assert(r.readable and not r.writable and w.writable and not w.readable)
w:send(1)
assert(r:recv() == 1)
for _, call in ipairs {
  function() r:send(2) end, function() r:send_bytes("x") end,
  function() w:recv() end, function() w:recv_bytes() end, function() w:poll() end,
} do
  local ok, problem = pcall(call)
  assert(not ok and problem.kind == "OSError" and problem.where, problem)
end
local a, b = mp.Pipe()
assert(a.readable and a.writable and b.readable and b.writable)
