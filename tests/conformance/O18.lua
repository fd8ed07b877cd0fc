-- get() raises, and error_callback got the same error.
-- args: --timeout 60
local mp = require "multiprocessing"

local function fail() error("failed") end

local pool <close> = mp.Pool(2)
local heard, answered
local r = pool:apply_async(fail, {}, nil, function() answered = true end, function(e) heard = e end)
local ok, e = pcall(r.get, r)
assert(not ok and e.kind == "RemoteError")
assert(rawequal(heard, e) and not answered)
assert(not r:successful())

heard = nil
r = pool:map_async(fail, {1, 2}, {error_callback = function(problem) heard = problem end})
r:wait()
ok, e = pcall(r.get, r)
assert(not ok and rawequal(heard, e))

-- A callback gets the value.
local value
pool:apply_async(function(x) return x + 1 end, {1}, {callback = function(v) value = v end}):wait()
assert(value == 2)
