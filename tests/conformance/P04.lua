-- The parent process: none in main; its pid and name in a child.
-- args: --timeout 60
local mp = require "multiprocessing"

assert(mp.parent_process() == nil)

local q = mp.Queue()
local p = mp.Process{target = function()
  local parent = mp.parent_process()
  q:put({parent.pid, parent.name})
end}
p:start()
local got = q:get()
p:join()
assert(got[1] == mp.getpid())
assert(got[2] == mp.current_process().name)
