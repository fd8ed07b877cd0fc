-- join before close, apply after close, successful() before ready: ValueErrors.
-- args: --timeout 60
local mp = require "multiprocessing"

local go = mp.Event()
local function slow() go:wait() end

local function refuses(f, ...)
  local ok, e = pcall(f, ...)
  return not ok and e.kind == "ValueError"
end

local pool = mp.Pool(1)
assert(refuses(pool.join, pool))
local r = pool:apply_async(slow)
assert(refuses(r.successful, r))
pool:close()
assert(refuses(pool.apply, pool, slow))
assert(refuses(pool.map, pool, slow, {1}))
go:set()
pool:join()
assert(r:successful())
pool:join()
