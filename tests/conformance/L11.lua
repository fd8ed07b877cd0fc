-- args: --timeout 60 --quiet
-- Four processes, each 20000 times v.value = v.value + 1 under the lock: exactly 80000. (guidelines, docs of Value)
-- At a tempo that is 400 s of operations under one lock, so there it is fewer.
-- tempo: --set rounds=50
local mp = require "multiprocessing"
local sandbox = require "sandbox"

local rounds = sandbox.knob("rounds", 20000, {min = 1, max = 100000, help = "how often each one adds"})
local v = mp.Value("i", 0)
local ps = {}
for i = 1, 4 do
  ps[i] = mp.Process{target = function()
    for _ = 1, rounds do
      local _ <close> = v:get_lock():with()
      v.value = v.value + 1
    end
  end}:start()
end
for _, p in ipairs(ps) do p:join() end
assert(v.value == 4 * rounds, v.value)
