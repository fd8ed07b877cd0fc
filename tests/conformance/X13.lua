-- args: --timeout 60
-- Ends of pipes, queues and locks travel through pipes; an end that is on its way is not closed.
-- (_TestPicklingConnections.test_pickling, _TestConnection.test_spawn_close, _TestContainers.test_nested_queue)
local mp = require "multiprocessing"
local expect = require "support.expect"

local a, b = mp.Pipe()
local p = mp.Process{target = function()
  a:close()
  for conn in function() return (b:recv()) end do
    conn:send(conn:recv():upper())
    conn:close()
  end
end}:start()
b:close() -- ours; the child has its own
for _ = 1, 3 do
  local mine, yours = mp.Pipe()
  a:send(yours)
  yours:close()
  mine:send("this connection")
  expect.equal(mine:recv(), "THIS CONNECTION")
  expect.equal(select(2, mine:recv()), "eof")
end
a:close()
p:join()
expect.equal(p.exitcode, 0)

-- A queue in a queue, and a lock that is the same lock over there.
local outer, inner, lock = mp.Queue(), mp.Queue(), mp.Lock()
outer:put({inner, lock})
lock:acquire()
expect.equal(expect.exit_code(function()
  local queue, its_lock = table.unpack(outer:get())
  queue:put((its_lock:acquire(false)))
end), 0)
expect.equal(inner:get(), false)
