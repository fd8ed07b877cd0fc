-- fill(array, workers, f) sets array[i] to f(i) for
-- every i, and each worker takes a part. Where the
-- cells cannot be divided evenly some stay 0. Give
-- no worker two cells more than another.
local mp = require "multiprocessing"

local function fill(array, workers, f)
  local share = #array // workers
  local children = {}
  for w = 1, workers do
    local from, to = (w - 1) * share + 1, w * share
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
