-- A worker of a pool is killed in its task
local mp = require "multiprocessing"

local function work() mp.current_process():kill() end

local pool <close> = mp.Pool(2)
print("apply()")
local _, result = pcall(pool.apply, pool, work)
print("apply() raised", result.kind, "signal " .. result.signal)
