-- 100 children at a time all end, with 0 or as they were told to, and nothing is left of them.
-- args: --timeout 60
local mp = require "multiprocessing"

local function many(target)
  local ps = {}
  for i = 1, 100 do ps[i] = mp.Process{target = target}:start() end
  return ps
end

local ps = many(function() end)
for _, p in ipairs(ps) do
  p:join()
  assert(p.exitcode == 0)
end
assert(#mp.active_children() == 0)

ps = many(function() mp.sleep(100) end)
assert(#mp.active_children() == 100)
for _, p in ipairs(ps) do p:terminate() end
for _, p in ipairs(ps) do
  p:join()
  assert(p.exitcode == -15)
end
assert(#mp.active_children() == 0)
