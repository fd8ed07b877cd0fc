-- A worker killed during map: that task's get() raises WorkerLost, the others finish, the worker is replaced.
-- args: --timeout 60
local mp = require "multiprocessing"

local pids = mp.Queue()
local function work(x)
  if x == 3 then
    pids:put(mp.getpid())
    mp.sleep(1000)
  end
  return x * x
end

local pool <close> = mp.Pool(2)
local results = {}
for i = 1, 6 do results[i] = pool:apply_async(work, {i}) end
local victim = pids:get()
for _, p in ipairs(mp.active_children()) do
  if p.pid == victim then p:kill() end
end
for i = 1, 6 do
  local ok, e = pcall(results[i].get, results[i])
  if i == 3 then
    assert(not ok and e.kind == "WorkerLost" and e.pid == victim and e.signal == 9)
  else
    assert(ok and e == i * i)
  end
end
local children = mp.active_children()
assert(#children == 2)
for _, p in ipairs(children) do assert(p.pid ~= victim) end

-- And in one map: it fails with the same, once the others are done.
local ok, e = pcall(pool.map, pool, function(x)
  if x == 2 then mp.current_process():kill() end
  return x
end, {1, 2, 3, 4}, 1)
assert(not ok and e.kind == "WorkerLost" and e.signal == 9)
assert(pool:apply(function() return "still here" end) == "still here")
