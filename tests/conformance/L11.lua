-- args: --timeout 10 --quiet
-- Four processes, each 20000 times v.value = v.value + 1 under the lock: exactly 80000. (guidelines, docs of Value)
local mp = require "multiprocessing"

local v = mp.Value("i", 0)
local ps = {}
for i = 1, 4 do
  ps[i] = mp.Process{target = function()
    for _ = 1, 20000 do
      local _ <close> = v:get_lock():with()
      v.value = v.value + 1
    end
  end}:start()
end
for _, p in ipairs(ps) do p:join() end
assert(v.value == 80000, v.value)
