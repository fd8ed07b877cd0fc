-- I05: once all writing ends are closed, what is inside still comes, and then "eof".
-- args: --timeout 60
local mp = require "multiprocessing"

local r, w = mp.Pipe(false)
local p = mp.Process{target = function() w:send("last") end}:start()
w:close()
assert(r:recv() == "last")
for _ = 1, 2 do
  local value, why = r:recv()
  assert(value == nil and why == "eof")
end
local bytes, why = r:recv_bytes()
assert(bytes == nil and why == "eof")
assert(r:poll() == true)
p:join()

-- The other way round: nobody reads.
local r2, w2 = mp.Pipe(false)
r2:close()
local ok, broken = w2:send(1)
assert(ok == nil and broken == "eof")
