-- What could be different from run to run, printed: tests/unit/repeat.c compares runs with the same schedule.
-- expect: pairs
local mp = require "multiprocessing"

local function values(t)
  local list = {}
  for _, value in pairs(t) do list[#list + 1] = value end
  return table.concat(list, " ")
end

local named, by = {}, {}
for i = 1, 40 do named["key" .. i] = i end
for i = 1, 10 do by[{}], by[function() return i end] = i, 10 + i end
for _, f in ipairs{print, string.format, mp.Lock, os.time, mp.getpid, table.sort} do by[f] = tostring(f) end
local lock = mp.Lock()
print("pairs", values(named), values(by))
print("addresses", named, print, function() end, mp.Lock, pairs, lock.acquire, lock, coroutine.create(print))
print("clocks", os.time(), os.clock(), os.date(), mp.time())
math.randomseed()
print("random", math.random(1000), math.random())
print("machine", mp.getpid(), mp.getppid(), mp.cpu_count(), ("ä"):match "%a")
print("memory", collectgarbage "count")

local many, order = {}, {}
for i = 1, 2000 do many[i] = {i % 7, i} end
table.sort(many, function(a, b) return a[1] < b[1] end)
for i = 1, 2000, 50 do order[#order + 1] = many[i][2] end
print("sort", table.concat(order, " "))

for i = 1, 5 do setmetatable({}, {__gc = function() print("collected", i) end}) end
collectgarbage()
print("error", pcall(error, {}))

local value = mp.Value("i", 0)
local children = {}
for i = 1, 3 do
  children[i] = mp.Process{target = function()
    value.value = value.value + 1
    print(mp.getpid(), mp.getppid(), math.random(1000), os.clock(), {}, collectgarbage "count")
    lock:with(function() mp.sleep(0.001) end)
  end}:start()
end
for _, child in ipairs(children) do child:join() end
local late = mp.Process{target = function() mp.Event():wait() end, daemon = true}:start()
late:terminate()
late:join()
print("end", value.value, late.exitcode)
local pool = mp.Pool(2)
print("pool", table.concat(pool:map(function(n) return n * n end, {1, 2, 3, 4}), " "))
pool:terminate()
for _ = 1, 2 do mp.Process{target = function() mp.Event():wait() end, daemon = true}:start() end
