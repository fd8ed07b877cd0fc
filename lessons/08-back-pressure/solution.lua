-- Somebody else puts, so that main can take: it has
-- to drain `results` while `orders` is filled.
local mp = require "multiprocessing"

local orders, results = mp.Queue(1), mp.Queue(1)

local function work()
  for n in orders:items() do
    results:put(n * n)
  end
end

local function feed(numbers)
  for _, n in ipairs(numbers) do
    orders:put(n)
  end
  orders:put(nil)
end

local function squares(numbers)
  local worker = mp.Process{target = work}
  local feeder = mp.Process{target = feed, args = {numbers}}
  worker:start()
  feeder:start()
  local list = {}
  for i = 1, #numbers do
    list[i] = results:get()
  end
  feeder:join()
  worker:join()
  return list
end

print(table.concat(squares{1, 2}, " "))
