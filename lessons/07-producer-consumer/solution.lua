-- One end mark for each consumer, and only when all
-- producers have ended: behind the last item.
local mp = require "multiprocessing"

local function run(producers, consumers)
  local queue, used = mp.Queue(2), mp.Queue()
  local makers, users = {}, {}
  for i = 1, producers do
    makers[i] = mp.Process{target = function()
      for n = 1, 2 do
        queue:put(n)
      end
    end}
    makers[i]:start()
  end
  for i = 1, consumers do
    users[i] = mp.Process{target = function()
      for item in queue:items() do -- until nil
        used:put(item)
      end
    end}
    users[i]:start()
  end
  for _, maker in ipairs(makers) do
    maker:join()
  end
  for _ = 1, consumers do
    queue:put(nil) -- an end mark
  end
  for _, user in ipairs(users) do
    user:join()
  end
  return used:qsize()
end

print(run(1, 1) .. " items were used")
