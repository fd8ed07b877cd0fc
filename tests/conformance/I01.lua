-- I01: objects cross a pipe; integers stay integers and floats floats.
-- args: --timeout 60
local mp = require "multiprocessing"

local a, b = mp.Pipe()
local p = mp.Process{target = function()
  a:close()
  while true do
    local value, why = b:recv()
    if why then break end
    b:send(value)
  end
end}:start()
b:close()
a:send({1, 2.25})
local t = a:recv()
assert(#t == 2 and t[1] == 1 and math.type(t[1]) == "integer" and t[2] == 2.25)
a:send(nil)
local value, why = a:recv()
assert(value == nil and why == nil)
a:send(3.0)
assert(math.type(a:recv()) == "float")
a:close()
p:join()
assert(p.exitcode == 0)
