-- A subclass with run() and pipes.
-- args: --timeout 60
local mp = require "multiprocessing"

local Upper = mp.Process:subclass("Upper")

function Upper:init()
  self.mine, self.theirs = mp.Pipe()
end

function Upper:run()
  self.mine:close()
  while true do
    local s = self.theirs:recv()
    if s == nil then break end
    self.theirs:send(s:upper())
  end
end

function Upper:submit(s)
  assert(type(s) == "string")
  self.mine:send(s)
  return self.mine:recv()
end

function Upper:stop()
  self.mine:send(nil)
  self.mine:close()
  self.theirs:close()
end

local upper = Upper()
upper.daemon = true
upper:start()
assert(upper:submit("hello") == "HELLO")
assert(upper:submit("world") == "WORLD")
upper:stop()
upper:join()
assert(upper.exitcode == 0)
