-- The reader waits for an event that the writer
-- sets when it has written. Both may be started
-- in any order, with any priority.
local mp = require "multiprocessing"

local data = mp.Value("i", 0)
local seen = mp.Value("i", 0)
local written = mp.Event()

local function write()
  data.value = 42
  written:set()
end

local function read()
  written:wait()
  seen.value = data.value
end

local writer = mp.Process{target = write}
local reader = mp.Process{target = read, nice = 19}
writer:start()
reader:start()
writer:join()
reader:join()
print("the reader saw " .. seen.value)
