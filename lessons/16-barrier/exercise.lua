-- Two cells. In each of two rounds, each cell becomes the
-- sum of both: 1 2, then 3 3, then 6 6. There is a
-- barrier, and still it goes wrong. Mend it.
--
--   sandbox check barrier
local mp = require "multiprocessing"

local cells = mp.Array("i", {1, 2})
local gate = mp.Barrier(2)

local function grow(mine, other)
  for _ = 1, 2 do
    local sum = cells[mine] + cells[other]
    cells[mine] = sum
    gate:wait()
  end
end

local first = mp.Process{target = grow, args = {1, 2}}
local second = mp.Process{target = grow, args = {2, 1}}
first:start()
second:start()
first:join()
second:join()
print(cells[1], cells[2])
