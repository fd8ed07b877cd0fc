-- I08: parts of a string, as string.sub has them; what is outside is a ValueError.
-- args: --timeout 60
local mp = require "multiprocessing"

local a, b = mp.Pipe()
local text = "abcdefghijklmnopqrstuvwxyz"
for _, range in ipairs {{}, {6}, {8, 15}, {27}, {27, 26}, {1, 0}, {-3}, {2, -2}} do
  a:send_bytes(text, table.unpack(range))
  assert(b:recv_bytes() == text:sub(range[1] or 1, range[2] or -1))
end
for _, range in ipairs {{28}, {23, 27}, {27, 27}, {0}, {-27}, {5, 3}, {1, -28}} do
  local ok, problem = pcall(a.send_bytes, a, text, table.unpack(range))
  assert(not ok and problem.kind == "ValueError", range[1])
end
assert(not b:poll())
