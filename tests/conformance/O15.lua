-- <close> terminates; later use is a ValueError.
-- args: --timeout 60
local mp = require "multiprocessing"

local function sqr(x) return x * x end

local used
do
  local pool <close> = mp.Pool(2)
  used = pool
  assert(pool:map_async(sqr, {1, 2, 3}):get()[3] == 9)
end
local methods = "map map_async imap imap_unordered starmap starmap_async apply apply_async"
for method in methods:gmatch("%S+") do
  local ok, e = pcall(used[method], used, sqr, {})
  assert(not ok and e.kind == "ValueError" and e.message == "Pool not running", method)
end
used:join()
used:close()
used:terminate()
assert(#mp.active_children() == 0)
