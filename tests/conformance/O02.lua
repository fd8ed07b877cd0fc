-- map equals the sequential map, for 10 items and for 100 with chunksize 20.
-- args: --timeout 60
local mp = require "multiprocessing"

local function sqr(x) return x * x end

local function check(results, n)
  assert(#results == n)
  for i = 1, n do assert(results[i] == i * i and math.type(results[i]) == "integer") end
end

local function range(n)
  local list = {}
  for i = 1, n do list[i] = i end
  return list
end

local pool <close> = mp.Pool(4)
check(pool:map(sqr, range(10)), 10)
check(pool:map(sqr, range(100), 20), 100)
check(pool:map(sqr, range(100), {chunksize = 7}), 100)
check(pool:map(sqr, range(3), 1000), 3)
check(pool:map(sqr, {}), 0)
check(pool:map_async(sqr, range(10)):get(), 10)
local all
check(pool:map_async(sqr, range(10), nil, function(results) all = results end):get(), 10)
check(all, 10)
-- An iterator is as good as a list.
local i = 0
check(pool:map(sqr, function() i = i + 1 return i <= 12 and i or nil end), 12)
