-- I03: poll: at once, after a time, and true when a message waits.
-- args: --timeout 10
local mp = require "multiprocessing"

local r, w = mp.Pipe(false)
local function polled(answer, least, most, ...)
  local before = mp.time()
  assert(r:poll(...) == answer)
  local took = mp.time() - before
  assert(took >= least and took < most, took)
end
polled(false, 0, 0.05)
polled(false, 0, 0.05, -1)
polled(false, 0.2, 0.7, 0.2)
w:send("x")
polled(true, 0, 0.05, 5)
polled(true, 0, 0.05)
assert(r:recv() == "x")
polled(false, 0, 0.05)
