-- An uncaught error says what, file and line before the process ends; its exit code is 1.
-- args: --timeout 60
-- exit: 1
-- expect: P21.lua:8: that is why
-- expect: says: 1 error
local mp = require "multiprocessing"

local p = mp.Process{target = function() error("that is why") end}
p:start()
p:join()
print(p.exitcode, p.error.kind)
assert(p.error.message:find("P21.lua:8: that is why", 1, true))
assert(p.error.traceback:find("P21.lua:8", 1, true))
