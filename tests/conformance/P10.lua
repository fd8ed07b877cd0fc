-- join(0) and join(-1) return at once; after kill(), join returns.
-- args: --timeout 60
local mp = require "multiprocessing"
local timing = require "support.timing"

local p = mp.Process{target = function() mp.sleep(1000) end}
p.daemon = true
p:start()
assert(p:is_alive() and p.exitcode == nil)
for _, timeout in ipairs {0, -1} do
  local joined, why = timing.at_once(p.join, p, timeout)
  assert(joined == false and why == "timeout")
end
assert(p:is_alive())
local before = mp.time()
assert(p:kill() == true)
assert(p:join() == true)
assert(mp.time() - before < 10)
assert(not p:is_alive())
assert(p.exitcode == -9)
local ok, why = p:kill()
assert(ok == false and why == "exited")
assert(#mp.active_children() == 0)
