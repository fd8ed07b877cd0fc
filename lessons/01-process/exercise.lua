-- Each process measures one text; main wants the
-- sum, and prints 0. Send the lengths through
-- the queue `results` instead.
local mp = require "multiprocessing"

local function total_length(texts)
  local results = mp.Queue()
  local total = 0
  local processes = {}
  for i, text in ipairs(texts) do
    processes[i] = mp.Process{target = function()
      total = total + #text -- whose total is this?
    end}
    processes[i]:start()
  end
  for _, process in ipairs(processes) do
    process:join()
  end
  return total
end

print(total_length{"one", "two", "three"})
