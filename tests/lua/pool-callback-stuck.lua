-- exit: 1
-- expect: DEADLOCK
-- expect: main waits to get from never, which is empty (pool-callback-stuck.lua:8)
-- A callback that waits for ever is found, also while there is other news in the pool.
local mp = require "multiprocessing"
local never = mp.Queue()
local pool <close> = mp.Pool(2, nil, nil, 1)
local function hear() never:get() end
for i = 1, 4 do pool:apply_async(function() return i end, {}, {callback = i == 1 and hear or nil}) end
mp.Event():wait()
