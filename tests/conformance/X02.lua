-- args: --timeout 60
-- The parent of a grandchild: its name and pid, alive; and that it can be seen to end.
-- (_TestProcess.test_parent_process)
local mp = require "multiprocessing"
local expect = require "support.expect"

local r, w = mp.Pipe(false)
local child = mp.Process{name = "child", target = function()
  mp.Process{target = function()
    local parent = mp.parent_process()
    w:send({name = parent.name, pid = parent.pid, alive = parent:is_alive(), joined = parent:join(0)})
    w:send({joined = parent:join(30), alive = parent:is_alive()})
  end}:start()
  mp.sleep(100)
end}:start()
w:close()

local before = r:recv()
expect.equal(before.name, "child")
expect.equal(before.pid, child.pid)
assert(before.alive and before.joined == false)
child:terminate()
child:join()
local after = r:recv()
assert(after.joined == true and after.alive == false)
assert(select(2, r:recv()) == "eof")
