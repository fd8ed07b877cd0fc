-- main ends: daemons are terminated, then the others are joined. In that order: the worker waits for the end of a pipe
-- that the daemon holds open.
-- args: --timeout 60
-- expect: says: worked to the end
-- never: says: daemon ended by itself
-- expect: daemon: killed by SIGTERM
local mp = require "multiprocessing"

local r, w = mp.Pipe(false)
local daemon = mp.Process{name = "daemon", daemon = true, target = function()
  mp.sleep(1000)
  print("daemon ended by itself")
end}
local worker = mp.Process{name = "worker", target = function()
  w:close()
  assert(select(2, r:recv()) == "eof")
  mp.sleep(0.1)
  print("worked to the end")
end}
daemon:start()
worker:start()
w:close()
