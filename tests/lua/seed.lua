-- args: --seed 7
-- expect: says: main 504270
-- expect: says: child 557503
-- Random numbers come from the run's seed and the place of the process in the family: the same in every run.
local mp = require "multiprocessing"
print("main", math.random(1000000))
mp.Process{target = function() print("child", math.random(1000000)) end}:start():join()
