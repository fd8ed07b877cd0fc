-- Two barriers a round: nobody writes before all have
-- read, and nobody reads before all have written.
local mp = require "multiprocessing"

local cells = mp.Array("i", {1, 2})
local gate = mp.Barrier(2)

local function grow(mine, other)
  for _ = 1, 2 do
    local sum = cells[mine] + cells[other]
    gate:wait() -- all have read
    cells[mine] = sum
    gate:wait() -- all have written
  end
end

local first = mp.Process{target = grow, args = {1, 2}}
local second = mp.Process{target = grow, args = {2, 1}}
first:start()
second:start()
first:join()
second:join()
print(cells[1], cells[2])
