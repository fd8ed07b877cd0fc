-- With --quiet only what the program says is printed, and the verdict.
-- args: --quiet
-- expect: says: it is mine
-- expect: Finished after
-- never: took mine
local mp = require "multiprocessing"

local mine = mp.Lock()
mine:acquire()
print("it is mine")
mine:release()
