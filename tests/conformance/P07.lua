-- A process that runs; a table of kwargs is the last argument.
-- args: --timeout 60
local mp = require "multiprocessing"

local q, go = mp.Queue(), mp.Event()
local p = mp.Process{target = function(a, kwargs)
  local own = mp.current_process()
  q:put({mp.getpid(), own.name, own.daemon, a, kwargs.hello})
  go:wait()
end, args = {7}, kwargs = {hello = 23}}
p:start()
assert(p:is_alive())
assert(p.exitcode == nil)
local children = mp.active_children()
assert(#children == 1 and children[1] == p)
local got = q:get()
assert(got[1] == p.pid)
assert(got[2] == p.name)
assert(got[3] == p.daemon)
assert(got[4] == 7 and got[5] == 23)
go:set()
p:join()
