-- main ends: daemons are terminated, then the others are joined.
-- args: --timeout 10
-- expect: says: worked to the end
-- never: says: daemon ended by itself
-- expect: daemon: killed by SIGTERM
local mp = require "multiprocessing"

local daemon = mp.Process{name = "daemon", daemon = true, target = function()
  mp.sleep(1000)
  print("daemon ended by itself")
end}
local worker = mp.Process{name = "worker", target = function()
  mp.sleep(0.2)
  print("worked to the end")
end}
daemon:start()
worker:start()
