-- get() waits for a slow task; get(t) too early is nil, "timeout".
-- args: --timeout 60
local mp = require "multiprocessing"

local go = mp.Event()
local function slow(x)
  go:wait()
  return x * x
end

local pool <close> = mp.Pool(4)
local r = pool:apply_async(slow, {7})
local v, why = r:get(0.05)
assert(v == nil and why == "timeout")
assert(r:wait(0.05) == false and not r:ready())
go:set()
assert(r:get() == 49)
assert(r:ready() and r:successful() and r:wait(0))
-- nil is a result as good as any: the second one tells.
v, why = pool:apply_async(function() return nil end):get{timeout = 30}
assert(v == nil and why == nil)
