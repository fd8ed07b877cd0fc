-- Pool(0) and Pool(-1) are ValueErrors; Pool(3) has 3 workers.
-- args: --timeout 60
local mp = require "multiprocessing"

for _, n in ipairs {0, -1} do
  local ok, e = pcall(mp.Pool, n)
  assert(not ok and e.kind == "ValueError")
end
local pool = mp.Pool(3)
local children = mp.active_children()
assert(#children == 3)
for _, p in ipairs(children) do assert(p.daemon and p:is_alive()) end
pool:close()
pool:join()
assert(#mp.active_children() == 0)
