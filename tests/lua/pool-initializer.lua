-- exit: 1
-- expect: failed: pool-initializer.lua:7: no database
-- expect: says: RemoteError
-- An initializer that fails ends its worker; when none is left, who waits hears why. Python goes on for ever.
local mp = require "multiprocessing"

local pool = mp.Pool(2, function() error("no database") end)
local ok, e = pcall(function() return pool:apply(function() return 1 end) end)
assert(not ok)
print(e.kind, e.message)
pool:terminate()
pool:join()
