-- I15: wait with a timeout.
-- args: --timeout 10
local mp = require "multiprocessing"

local a, b = mp.Pipe()
local function waited(count, least, most, timeout)
  local before = mp.time()
  local ready = mp.wait({a, b}, timeout)
  local took = mp.time() - before
  assert(#ready == count and took >= least and took < most, took)
  return ready
end
waited(0, 0.3, 0.8, 0.3)
waited(0, 0, 0.05, 0)
waited(0, 0, 0.05, -1)
b:send(1)
assert(waited(1, 0, 0.05, 20)[1] == a)
a:send(2)
local both = waited(2, 0, 0.05, -1)
assert(both[1] == a and both[2] == b)
