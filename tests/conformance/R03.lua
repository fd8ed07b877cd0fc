-- args: --timeout 60
-- Who waits for an event is killed: set() returns at once, and the others wake. (CPython hangs in set)
local mp = require "multiprocessing"
local timing = require "support.timing"

local e = mp.Event()
local ps = {}
for i = 1, 2 do ps[i] = mp.Process{target = function() e:wait() end}:start() end
mp.sleep(0.05)
ps[1]:kill()
ps[1]:join()
timing.at_once(e.set, e)
ps[2]:join()
assert(ps[2].exitcode == 0)

-- The same for a condition, and notify_all.
local c = mp.Condition()
for i = 1, 2 do
  ps[i] = mp.Process{target = function()
    c:acquire()
    c:wait()
    c:release()
  end}:start()
end
while c.n_waiting < 2 do mp.sleep(0.001) end
ps[1]:kill()
ps[1]:join()
c:acquire()
assert(timing.at_once(c.notify_all, c) <= 1)
c:release()
ps[2]:join()
assert(ps[2].exitcode == 0)

-- A party that is killed at a barrier breaks it.
local b = mp.Barrier(3)
for i = 1, 2 do
  ps[i] = mp.Process{target = function() mp.exit(select(2, b:wait()) == "broken" and 0 or 1) end}:start()
end
while b.n_waiting < 2 do mp.sleep(0.001) end
ps[1]:kill()
ps[2]:join()
assert(ps[2].exitcode == 0 and b.broken)
