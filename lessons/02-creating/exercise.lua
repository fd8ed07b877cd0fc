-- The numbers are right, but main does all the
-- work itself. Let two children do it: two lines
-- are wrong, and one is missing.
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

local squarer = mp.Process{target = square(3)}
squarer:start()
local cuber = Cuber(2)
cuber:run()
squarer:join()
