-- I14: wait for four readers until all have ended: 40 messages, none lost.
-- args: --timeout 60
local mp = require "multiprocessing"

local readers = {}
for i = 1, 4 do
  local r, w = mp.Pipe(false)
  mp.Process{target = function() for n = 1, 10 do mp.sleep(0.002 * i) w:send({n, i}) end end, daemon = true}:start()
  w:close()
  readers[i] = r
end
local got, last = 0, {0, 0, 0, 0}
while #readers > 0 do
  for _, r in ipairs(mp.wait(readers)) do
    local message, why = r:recv()
    if why then
      assert(why == "eof")
      for i, reader in ipairs(readers) do if reader == r then table.remove(readers, i) break end end
    else
      local n, i = message[1], message[2]
      assert(n == last[i] + 1)
      last[i], got = n, got + 1
    end
  end
end
assert(got == 40)
