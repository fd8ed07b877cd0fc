-- maxtasksperchild=10, 100 tasks: all right, and the workers' pids changed.
-- args: --timeout 60
local mp = require "multiprocessing"

local function sqr(x) return x * x end

local pool = mp.Pool(3, nil, nil, 10)
local function pids()
  local set = {}
  for _, p in ipairs(mp.active_children()) do set[p.pid] = true end
  return set
end
assert(next(pids()))
local results = {}
for i = 1, 100 do results[i] = pool:apply_async(sqr, {i}) end
pool:close()
pool:join()
for i = 1, 100 do assert(results[i]:get() == i * i) end

pool = mp.Pool(3, nil, nil, 10)
local before = pids()
for i = 1, 100 do assert(pool:apply(sqr, {i}) == i * i) end
local others = 0
for pid in pairs(pids()) do others = others + (before[pid] and 0 or 1) end
assert(others > 0)
pool:close()
pool:join()
