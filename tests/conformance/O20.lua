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
local before, others = pids(), 0
for i = 1, 100 do
  local result = pool:apply(function(x) return {sqr(x), mp.getpid()} end, {i})
  assert(result[1] == i * i)
  others = others + (before[result[2]] and 0 or 1)
end
assert(others >= 70, others) -- each of the first three does ten at most
pool:close()
pool:join()
