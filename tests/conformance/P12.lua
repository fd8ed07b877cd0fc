-- active_children: a fresh list each time, a child is in it from start to join.
-- args: --timeout 60
local mp = require "multiprocessing"

assert(#mp.active_children() == 0)
local go = mp.Event()
local p = mp.Process{target = function() go:wait() end, daemon = true}
assert(#mp.active_children() == 0)
p:start()
local list = mp.active_children()
assert(#list == 1 and list[1] == p)
list[1] = nil
assert(#mp.active_children() == 1)
go:set()
p:join()
assert(#mp.active_children() == 0)
