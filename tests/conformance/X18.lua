-- args: --timeout 60
-- What a process does to ordinary variables is its own; what it gets from its parent is as it was at start; shared
-- memory is what is shared. run() called by hand runs here. (docs, "Sharing state between processes"; Process.run)
local mp = require "multiprocessing"
local expect = require "support.expect"

local list, shared = {1}, mp.Value("i", 1)
local seen = mp.Queue()
local p = mp.Process{target = function()
  seen:put(#list)
  list[#list + 1] = "mine"
  shared.value = 5
end}
list[2] = "before start"
p:start()
p:join()
expect.equal(seen:get(), 2)
expect.equal(#list, 2)
expect.equal(shared.value, 5)

local here = mp.Process{target = function(x) list[3] = x end, args = {"by run"}}
here:run()
expect.equal(list[3], "by run")
assert(here.exitcode == nil and not here:is_alive())

-- Attributes: a name can be given and changed, an identity is the pid, a text says what it is.
local named = mp.Process{target = function() end, name = "first"}
named.name = "second"
expect.equal(named.name, "second")
expect.equal(named.ident, nil)
named:start()
expect.equal(named.ident, named.pid)
named:join()
local text = tostring(named)
assert(named.pid and text:find("second", 1, true) and text:find("exitcode=0", 1, true), text)
expect.error("TypeError", "name", function() named.name = 5 end)
