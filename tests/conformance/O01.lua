-- apply with args and with kwds.
-- args: --timeout 60
local mp = require "multiprocessing"

local function sqr(x, kwds) return x * x + (kwds and kwds.add or 0) end

local pool <close> = mp.Pool(4)
assert(pool:apply(sqr, {5}) == 25)
assert(pool:apply(sqr, {3}, {add = 100}) == 109)
assert(pool:apply(sqr, {args = {4}, kwds = {add = 1}}) == 17)
assert(pool:apply(function() return nil end) == nil)
assert(pool:apply(function(...) return select("#", ...) end, {nil, 2, nil, 4}) == 4)
