-- `put`, then `empty`, on 100 queues
local mp = require "multiprocessing"

local wrong = 0
for _ = 1, 100 do
  local queue = mp.Queue()
  queue:put("an item")
  if queue:empty() then wrong = wrong + 1 end
  queue:get()
end
print("empty() was true", wrong, "of 100 times")
