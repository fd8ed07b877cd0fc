-- What the screen's cost is measured with: twelve processes, each some ten events a second, four locks.
local mp = require "multiprocessing"

local locks = {}
for i = 1, 4 do
  locks[i] = mp.Lock{name = "lock" .. i}
end

local function live(lock, nap)
  while true do
    mp.sleep(nap)
    local _ <close> = lock:with()
    mp.sleep(0.15)
  end
end

for i = 1, 12 do
  mp.Process{target = live, args = {locks[(i - 1) % 4 + 1], 0.2 + i / 100}, name = "P" .. i}:start()
end
