-- Two doors of a museum count their visitors, and some
-- are lost. Mend it, so that `total.value` is 5 in the
-- end, whoever goes first. It can be done so that no
-- door ever waits for the other one.
--
--   sandbox check lost-update
local mp = require "multiprocessing"

local total = mp.Value("i", 0)

local function door(visitors)
  for _ = 1, visitors do
    total.value = total.value + 1
  end
end

local north = mp.Process{target = door, args = {2}}
local south = mp.Process{target = door, args = {3}}
north:start()
south:start()
north:join()
south:join()
print(total.value .. " visitors")
