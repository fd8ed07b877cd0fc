-- Two processes wait for each other's message: a ring, while a third goes on.
-- args: --timeout 60
-- exit: 1
-- expect: DEADLOCK
-- expect: main waits to receive from b>a, whose writing end only Process-1 holds (pipe-ring.lua:15)
-- expect: Process-1 waits to receive from a>b, whose writing end only main holds (pipe-ring.lua:12)
local mp = require "multiprocessing"
local event = mp.Event()
mp.Process{target = function() while not event:wait(0.01) do mp.sleep(0.01) end end, name = "third"}:start()
local a, b = mp.Pipe()
mp.Process{target = function() a:close()
  b:send(b:recv() + 1)
end, name = "Process-1"}:start()
b:close()
a:send(a:recv() + 1)
