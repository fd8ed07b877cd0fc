-- maxtasksperchild 0, -1, 0.5 and "12" are ValueErrors.
-- args: --timeout 60
local mp = require "multiprocessing"

for _, limit in ipairs {0, -1, 0.5, "12"} do
  local ok, e = pcall(mp.Pool, 3, nil, nil, limit)
  assert(not ok and e.kind == "ValueError", limit)
  ok, e = pcall(mp.Pool, {processes = 3, maxtasksperchild = limit})
  assert(not ok and e.kind == "ValueError", limit)
end
assert(#mp.active_children() == 0)
