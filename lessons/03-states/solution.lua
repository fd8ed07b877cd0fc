-- Whoever has ended is fetched, in whatever order
-- they end.
local mp = require "multiprocessing"

local function remove(list, process)
  for i, one in ipairs(list) do
    if one == process then
      return table.remove(list, i)
    end
  end
end

local function fetch(processes, ended)
  local left = {table.unpack(processes)}
  while #left > 0 do
    for _, process in ipairs(mp.wait(left)) do
      process:join() -- at once: it has ended
      remove(left, process)
      ended(process)
    end
  end
end

local a = mp.Process{target = function() end, name = "a"}
local b = mp.Process{target = function() end, name = "b"}
a:start()
b:start()
fetch({a, b}, function(process)
  print(process.name .. " has ended")
end)
