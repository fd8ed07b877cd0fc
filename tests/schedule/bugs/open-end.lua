-- The reader waits for the end of a pipe whose writing end it holds itself. Fixed: it closes its copy.
-- found: deadlock
-- card: whose writing end only reader itself holds
local mp = require "multiprocessing"
local sandbox = require "sandbox"
local fixed = sandbox.knob("fixed", 0, {min = 0, max = 1}) == 1

local reader, writer = mp.Pipe(false)
local child = mp.Process{target = function()
  if fixed then writer:close() end
  while reader:recv() do end
end, name = "reader"}:start()
writer:send(1)
writer:close()
child:join()
