-- exit: 1
-- expect: glutton used more than 256 MiB of Lua memory
-- expect: says: main goes on
local mp = require "multiprocessing"
local p = mp.Process{name = "glutton", target = function()
  local hoard = {}
  while true do hoard[#hoard + 1] = ("x"):rep(1 << 20) .. #hoard end
end}:start()
p:join()
assert(p.exitcode == 1)
print("main goes on")
