-- An error value that cannot cross is replaced by its text, without a hang.
-- args: --timeout 60
local mp = require "multiprocessing"

local pool <close> = mp.Pool(2)
local ok, e = pcall(pool.apply, pool, function()
  error(setmetatable({coroutine.create(print)}, {__tostring = function() return "it says so" end}))
end)
assert(not ok and e.kind == "RemoteError" and e.message == "it says so" and e.value == nil)
-- Nor a result that cannot.
ok, e = pcall(pool.apply, pool, function() return coroutine.create(print) end)
assert(not ok and e.kind == "TypeError" and e.message == "result (coroutine) cannot cross", e.message)
assert(pool:apply(function() return 1 end) == 1)
