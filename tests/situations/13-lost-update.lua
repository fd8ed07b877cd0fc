-- Two processes count to 50000 each without the lock
local mp = require "multiprocessing"

local counter = mp.Value("i", 0)

local function count()
  for _ = 1, 50000 do counter.value = counter.value + 1 end
end

local counters = {mp.Process{target = count}:start(), mp.Process{target = count}:start()}
for _, process in ipairs(counters) do process:join() end
print("counted:", counter.value)
