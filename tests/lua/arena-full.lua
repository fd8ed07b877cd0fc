-- args: --arena 4M
-- Full: every object says so, how much there is and how to get more; what was inside is still there, nothing is held,
-- and once there is room again everything goes on.
local mp = require "multiprocessing"
local wrong = require "support.expect".misuse

local limit = "share 4 MiB; --arena 8M gives it twice that"
local big, some = ("x"):rep(5000000), ("y"):rep(200000)

wrong("MemoryError", "no room for 600000 elements of type 'd': ", function() mp.Array("d", 600000) end)
wrong("MemoryError", limit, function() mp.RawArray("b", 5000000) end)
for _, kind in ipairs{"Queue", "SimpleQueue", "JoinableQueue"} do
  local q = mp[kind]()
  q:put("first")
  wrong("MemoryError", "no room for an item of 5000", function() q:put(big) end)
  wrong("MemoryError", limit, function() while true do q:put(some) end end)
  local other = mp.Queue()
  wrong("MemoryError", limit, function() other:put(some) end)
  assert(q:get() == "first")
  repeat assert(q:get() == some) until q:empty()
  other:put(some)
  assert(other:get() == some)
end

local r, w = mp.Pipe(false)
wrong("MemoryError", "no room for a message of 5000", function() w:send(big) end)
wrong("MemoryError", limit, function() w:send_bytes(big) end)
local child = mp.Process{target = function() w:send(some) end}:start()
assert(r:recv() == some and child:join())

local pool = mp.Pool(1)
wrong("MemoryError", "no room for a task of 5000", function() pool:apply(function() end, {big}) end)
wrong("MemoryError", limit, function() pool:map(function(x) return #x end, {some, big}) end)
wrong("MemoryError", limit, function() pool:apply(function() return ("z"):rep(5000000) end) end)
assert(pool:apply(function(s) return #s end, {some}) == 200000)
pool:close()
pool:join()

local a = mp.Array("b", 1000000)
a[1000000] = 7
wrong("MemoryError", limit, function() local _ = mp.Array("b", 3500000) end)
assert(a[1000000] == 7)
