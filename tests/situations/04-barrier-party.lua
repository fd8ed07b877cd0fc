-- Who waits at a barrier for two is killed, then the other comes
local mp = require "multiprocessing"

local barrier = mp.Barrier(2)
local party = mp.Process{target = function() barrier:wait() end}:start()
while barrier.n_waiting < 1 do mp.sleep(0.01) end
party:kill()
party:join()
print("wait()")
print("wait() returned", barrier:wait())
