-- exit: 1
-- expect: failed: error-child.lua:9: attempt to index a nil value (local 'fork')
-- expect: error-child.lua:9: in upvalue 'eat'
-- expect: error-child.lua:11: in function <error-child.lua:11>
-- expect: joined eater: exit code 1
-- never: multiprocessing.lua
local mp = require "multiprocessing"
local function eat(fork)
  fork.taken = true
end
local p = mp.Process{name = "eater", target = function() eat(nil) end}:start()
p:join()
assert(p.exitcode == 1)
