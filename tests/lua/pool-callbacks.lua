-- exit: 1
-- expect: says: 55
-- expect: says: the end
-- expect: failed: pool-callbacks.lua:49: a bad callback
-- The owner hears of its pool whatever it waits for: callbacks run, and workers that ended are replaced.
local mp = require "multiprocessing"

local pool <close> = mp.Pool{processes = 2, maxtasksperchild = 1}
local function same(x) return x end

local done = mp.Event()
pool:apply_async(same, {7}, {callback = function() done:set() end})
assert(done:wait(30))

local lock = mp.Lock()
lock:acquire()
pool:apply_async(same, {}, {callback = function() lock:release() end})
assert(lock:acquire(true, 30))

-- A put that has to wait keeps its item, whatever a callback puts meanwhile.
local q = mp.Queue(1)
q:put("first")
done:clear()
pool:apply_async(same, {}, {callback = function()
  assert(q:get() == "first")
  q:put("by the callback")
  done:set()
end})
pool:apply_async(function() done:wait() end, {}, {callback = function() assert(q:get() == "by the callback") end})
assert(q:put("last", true, 30))
assert(q:get() == "last")

-- More tasks than the workers there are may do.
local numbers, sum = mp.Queue(), 0
for i = 1, 10 do pool:apply_async(function() numbers:put(i) end) end
for _ = 1, 10 do sum = sum + numbers:get() end
print(sum)

-- In sleep, join and wait, too.
local heard = 0
local function hear() heard = heard + 1 end
pool:apply_async(same, {}, {callback = hear})
while heard < 1 do mp.sleep(0.05) end
done:clear()
local p = mp.Process{target = function() done:wait() end}:start()
pool:apply_async(same, {}, {callback = function() hear() done:set() end})
p:join()
assert(heard == 2)
pool:apply_async(same, {}, {callback = function() error("a bad callback") end}):wait()
print("the end")
