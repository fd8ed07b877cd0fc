-- A task raises an error value that cannot cross
local mp = require "multiprocessing"

local Refused = {__tostring = function(e) return e.code .. ": " .. e.why end}

local function work()
  error(setmetatable({code = 7, why = "not today", thread = coroutine.create(print)}, Refused))
end

local pool <close> = mp.Pool(2)
print("apply()")
local _, result = pcall(pool.apply, pool, work)
print("apply() raised", result.kind, result.message)
