-- An argument that cannot cross is an error at once, without a hang, and the pool stays usable.
-- args: --timeout 60
local mp = require "multiprocessing"

local function same(x) return x end

local pool <close> = mp.Pool(3)
for _ = 1, 2 do
  local ok, e = pcall(pool.map, pool, same, {1, 2, coroutine.create(print), 4}, 1)
  assert(not ok and e.kind == "TypeError")
  assert(e.message == "list[3] (coroutine) cannot cross", e.message)
  ok, e = pcall(pool.apply, pool, same, {1, {sock = print}})
  assert(not ok and e.message == "args[2].sock (C function) cannot cross", e.message)
end
assert(table.concat(pool:map(same, {1, 2, 3}), " ") == "1 2 3")
