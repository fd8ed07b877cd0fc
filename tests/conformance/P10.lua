-- join(0) and join(-1) return at once; after kill(), join returns.
-- args: --timeout 10
local mp = require "multiprocessing"

local p = mp.Process{target = function() mp.sleep(1000) end}
p.daemon = true
p:start()
assert(p:is_alive() and p.exitcode == nil)
local before = mp.time()
assert(p:join(0) == false)
assert(p:join(-1) == false)
assert(mp.time() - before < 0.05)
assert(p:is_alive())
assert(p:kill() == true)
assert(p:join() == true)
assert(mp.time() - before < 1)
assert(not p:is_alive())
assert(p.exitcode == -9)
local ok, why = p:kill()
assert(ok == false and why == "exited")
assert(#mp.active_children() == 0)
