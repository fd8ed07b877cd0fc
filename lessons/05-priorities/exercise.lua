-- The reader has to see what the writer wrote, so
-- it "goes last": nice = 19. Nearly always that is
-- enough. Make it certain.
local mp = require "multiprocessing"

local data = mp.Value("i", 0)
local seen = mp.Value("i", 0)

local function write()
  data.value = 42
end

local function read()
  seen.value = data.value
end

local writer = mp.Process{target = write}
local reader = mp.Process{target = read, nice = 19}
writer:start()
reader:start()
writer:join()
reader:join()
print("the reader saw " .. seen.value)
