-- args: --timeout 60
-- One failure among the tasks of a map: all the others are done all the same, and the error is raised after them.
-- (_TestPool.test_map_no_failfast)
local mp = require "multiprocessing"
local expect = require "support.expect"

local pool <close> = mp.Pool(2)
local done = mp.Value("i", 0)
local function work(x)
  if x == 1 then error("the first fails") end
  mp.sleep(0.02)
  done:with(function() done.value = done.value + 1 end)
end
expect.error("RemoteError", "the first fails", pool.map, pool, work, {1, 2, 3, 4, 5, 6}, 1)
expect.equal(done.value, 5)

-- A result can be asked for again and again, whether it is one or an error. (docs, AsyncResult.get)
local r = pool:apply_async(function(x) return {x} end, {3})
assert(r:get()[1] == 3 and r:get()[1] == 3)
r = pool:apply_async(error, {"again"})
for _ = 1, 2 do expect.error("RemoteError", "again", r.get, r) end
assert(r:ready() and not r:successful())
