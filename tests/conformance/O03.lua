-- starmap and starmap_async spread each item as arguments.
-- args: --timeout 60
local mp = require "multiprocessing"

local function mul(x, y) return x * y end

local pool <close> = mp.Pool(4)
local tuples = {}
for i = 1, 100 do tuples[i] = {i - 1, i} end
for _, results in ipairs {
  pool:starmap(mul, tuples), pool:starmap(mul, tuples, 20), pool:starmap_async(mul, tuples):get(),
} do
  assert(#results == 100)
  for i = 1, 100 do assert(results[i] == (i - 1) * i) end
end
local ok, e = pcall(pool.starmap, pool, mul, {{1, 2}, 3})
assert(not ok and e.kind == "TypeError")
