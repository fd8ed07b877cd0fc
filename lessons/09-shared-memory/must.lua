-- Each cell once, by a process that is not main, and evenly.
local function try(size, workers)
  local array, pids = mp.RawArray("i", size), mp.RawArray("i", size)
  fill(array, workers, function(i)
    assert(pids[i] == 0, "cell " .. i .. " is filled twice")
    pids[i] = mp.getpid()
    return 10 * i
  end)
  local cells_of, busy, most, least = {}, 0, 0, size
  for i = 1, size do
    local what = ("cell %d of %d, with %d workers, "):format(i, size, workers)
    assert(array[i] == 10 * i, what .. "is " .. array[i])
    assert(pids[i] ~= mp.getpid(), what .. "was filled by main itself")
    cells_of[pids[i]] = (cells_of[pids[i]] or 0) + 1
  end
  for _, count in pairs(cells_of) do
    busy, most, least = busy + 1, math.max(most, count), math.min(least, count)
  end
  least = busy < workers and 0 or least
  assert(most - least <= 1, ("of %d cells one worker has %d, and another %d"):format(size, most, least))
end

try(5, 2)
try(2, 3)
try(5, 3)
