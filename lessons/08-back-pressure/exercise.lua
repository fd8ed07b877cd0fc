-- main puts all the numbers into `orders`, and then
-- takes the squares out of `results`. That works
-- for two numbers. Mend it for any list, and leave
-- both queues as short as they are.
local mp = require "multiprocessing"

local orders, results = mp.Queue(1), mp.Queue(1)

local function work()
  for n in orders:items() do
    results:put(n * n)
  end
end

local function squares(numbers)
  local worker = mp.Process{target = work}
  worker:start()
  for _, n in ipairs(numbers) do
    orders:put(n)
  end
  orders:put(nil)
  local list = {}
  for i = 1, #numbers do
    list[i] = results:get()
  end
  worker:join()
  return list
end

print(table.concat(squares{1, 2}, " "))
