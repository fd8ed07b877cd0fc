-- 100 short children all end with 0, nothing is left.
-- args: --timeout 10
local mp = require "multiprocessing"

for _ = 1, 4 do
  local ps = {}
  for i = 1, 25 do
    ps[i] = mp.Process{target = function() end}
    ps[i]:start()
  end
  for _, p in ipairs(ps) do
    p:join()
    assert(p.exitcode == 0)
  end
end
assert(#mp.active_children() == 0)
