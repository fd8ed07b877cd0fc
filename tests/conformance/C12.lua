-- args: --timeout 60
-- tostring of an Event says whether it is set. (_TestEvent.test_repr)
local mp = require "multiprocessing"

local e = mp.Event()
assert(tostring(e):find("unset", 1, true))
e:set()
assert(tostring(e):find(" set>", 1, true))
e:clear()
assert(tostring(e):find("unset", 1, true))
