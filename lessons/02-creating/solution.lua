-- One child squares, another one cubes. Both are
-- waited for, so both results are there.
local mp = require "multiprocessing"

local results = mp.Queue()

local function square(n)
  results:put({"square", n * n, mp.getpid()})
end

local Cuber = mp.Process:subclass("Cuber")

function Cuber:init(n)
  self.n = n
end

function Cuber:run()
  results:put({"cube", self.n ^ 3, mp.getpid()})
end

local squarer = mp.Process{target = square, args = {3}}
squarer:start()
local cuber = Cuber(2)
cuber:start()
squarer:join()
cuber:join()
