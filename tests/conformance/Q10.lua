-- Q10: a timeout is never early.
-- args: --timeout 60
local mp = require "multiprocessing"

local q = mp.Queue()
for _ = 1, 5 do
  local before = mp.time()
  q:get(true, 0.2)
  assert(mp.time() - before >= 0.2)
end
