-- `fetch` shall call ended(process) for each of the
-- processes as soon as it has ended, whichever that
-- is. Now it waits for the first one, even if all
-- the others are zombies.
-- mp.wait(list) waits until at least one of a list
-- has ended, and returns a list of those.
local mp = require "multiprocessing"

local function fetch(processes, ended)
  for _, process in ipairs(processes) do
    process:join()
    ended(process)
  end
end

local a = mp.Process{target = function() end, name = "a"}
local b = mp.Process{target = function() end, name = "b"}
a:start()
b:start()
fetch({a, b}, function(process)
  print(process.name .. " has ended")
end)
