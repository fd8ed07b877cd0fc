-- R05: a consumer killed inside get; another still gets the next item.
-- args: --timeout 60
local mp = require "multiprocessing"

local q, results = mp.Queue(), mp.Queue()
local victim = mp.Process{target = function() q:get() end}:start()
mp.sleep(0.1)
victim:kill()
victim:join()
local other = mp.Process{target = function() results:put(q:get()) end}:start()
q:put("next")
assert(results:get(true, 30) == "next")
other:join()
assert(other.exitcode == 0 and victim.exitcode == -9)
