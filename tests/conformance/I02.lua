-- I02: bytes come back unchanged, 16 MiB of them too.
-- args: --timeout 60
local mp = require "multiprocessing"

local a, b = mp.Pipe()
mp.Process{target = function()
  a:close()
  while true do
    local bytes, why = b:recv_bytes()
    if why then break end
    b:send_bytes(bytes)
  end
end, daemon = true}:start()
b:close()
local all = {}
for byte = 0, 255 do all[#all + 1] = string.char(byte) end
for _, bytes in ipairs {table.concat(all), "\0", "hello, world", ("\0\255"):rep(8 << 20)} do
  a:send_bytes(bytes)
  assert(a:recv_bytes() == bytes)
end
a:close()
