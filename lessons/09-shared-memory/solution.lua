-- The borders between the parts are at w/workers of
-- the whole, rounded down: the last one is the end,
-- and no part is longer by two than another.
local mp = require "multiprocessing"

local function fill(array, workers, f)
  local children = {}
  for w = 1, workers do
    local from = (w - 1) * #array // workers + 1
    local to = w * #array // workers
    children[w] = mp.Process{target = function()
      for i = from, to do
        array[i] = f(i)
      end
    end}
    children[w]:start()
  end
  for _, child in ipairs(children) do
    child:join()
  end
end

local cells = mp.Array("i", 6)
fill(cells, 2, function(i) return i * i end)
print(table.concat(cells:slice(), " "))
