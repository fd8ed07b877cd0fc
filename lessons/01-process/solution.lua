-- Each process measures one text and puts the
-- length into the queue; main adds them up.
local mp = require "multiprocessing"

local function total_length(texts)
  local results = mp.Queue()
  local total = 0
  local processes = {}
  for i, text in ipairs(texts) do
    processes[i] = mp.Process{target = function()
      results:put(#text)
    end}
    processes[i]:start()
  end
  for _ = 1, #texts do
    total = total + results:get()
  end
  for _, process in ipairs(processes) do
    process:join()
  end
  return total
end

print(total_length{"one", "two", "three"})
