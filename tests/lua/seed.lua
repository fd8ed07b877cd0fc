-- args: --seed 7
-- expect: says: main 218944
-- expect: says: child 773043
-- Random numbers come from the run's seed and the number of the process: the same in every run.
local mp = require "multiprocessing"
print("main", math.random(1000000))
mp.Process{target = function() print("child", math.random(1000000)) end}:start():join()
