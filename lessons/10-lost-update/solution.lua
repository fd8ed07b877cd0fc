-- Each door has a counter of its own. Nobody writes what
-- another one reads, so no update can be lost.
local mp = require "multiprocessing"

local total = mp.Value("i", 0)
local by_north = mp.Value("i", 0)
local by_south = mp.Value("i", 0)

local function door(visitors, counter)
  for _ = 1, visitors do
    counter.value = counter.value + 1
  end
end

local north = mp.Process{target = door, args = {2, by_north}}
local south = mp.Process{target = door, args = {3, by_south}}
north:start()
south:start()
north:join()
south:join()
total.value = by_north.value + by_south.value -- both have ended
print(total.value .. " visitors")
