-- 10000 long tasks wait, 250 s of work: terminate and join are over long before.
-- args: --timeout 60
-- At a tempo of 1 ms an operation it takes 10 s to hand them over: there it is a tenth of it.
-- tempo: --tempo 3000
local mp = require "multiprocessing"

local pool = mp.Pool(4)
local list = {}
for i = 1, 10000 do list[i] = 0.1 end
local r = pool:map_async(mp.sleep, list, 1)
local before = mp.time()
pool:terminate()
pool:join()
assert(mp.time() - before < 20)
assert(#mp.active_children() == 0)
-- And who waits for them does not wait for ever.
local ok, e = pcall(r.get, r)
assert(not ok and e.kind == "PoolTerminated")
