-- An initializer that is no function is a TypeError; it runs once in every worker, and tasks see what it set.
-- args: --timeout 60
local mp = require "multiprocessing"

local ok, e = pcall(mp.Pool, {initializer = 1})
assert(not ok and e.kind == "TypeError")

local counter = mp.Value("i", 0)
local mine
local function initialize(by)
  counter:with(function() counter.value = counter.value + by end)
  mine = "set by the initializer"
end

local pool = mp.Pool{processes = 2, initializer = initialize, initargs = {1}}
assert(pool:apply(function() return mine end) == "set by the initializer")
assert(mine == nil)
pool:close()
pool:join()
assert(counter.value == 2)
