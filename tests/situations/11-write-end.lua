-- The writer of a pipe is killed, the parent has kept the writing end
local mp = require "multiprocessing"

local reader, writer = mp.Pipe(false)

local function write()
  writer:send("one")
  mp.sleep(100)
end

local process = mp.Process{target = write}:start()
reader:recv()
process:kill()
process:join()
print("recv()")
print("recv() returned", reader:recv())
