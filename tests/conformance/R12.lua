-- R12: a storm on three producers and three consumers (tests/unit/storm.c has the long one).
-- args: --timeout 10
-- Nothing twice, nothing torn, and nobody hangs.
local mp = require "multiprocessing"

local q, results, over = mp.Queue(5), mp.Queue(), mp.Event()
local crew = {}

local function produce(mark)
  local n = 0
  while not over:is_set() do
    n = n + 1
    q:put({mark, n, (mark .. n):rep(n % 7 * 100)}, true, 0.01)
  end
end

local function consume()
  while true do
    local item, why = q:get(true, 0.05)
    if why and over:is_set() then return end
    if item then
      assert(item[3] == (item[1] .. item[2]):rep(item[2] % 7 * 100), "torn")
      results:put({item[1], item[2]})
    end
  end
end

local names = 0
local function hire(i)
  names = names + 1
  local name = i .. "." .. names
  crew[i] = mp.Process{target = i <= 3 and produce or consume, args = {name}, name = name}:start()
end

for i = 1, 6 do hire(i) end
local seen, twice = {}, 0
local function collect()
  while true do
    local r, why = results:get(false)
    if why then return end
    local key = r[1] .. ":" .. r[2]
    if seen[key] then twice = twice + 1 end
    seen[key] = true
  end
end
local consumers_killed = 0
for _ = 1, 150 do
  mp.sleep(math.random() * 0.004)
  local i = math.random(6)
  crew[i]:kill()
  crew[i]:join()
  if i > 3 then consumers_killed = consumers_killed + 1 end
  hire(i)
  collect()
end
over:set()
for i = 1, 6 do
  assert(crew[i]:join(5), "hung")
  assert(crew[i].exitcode == 0)
end
collect()
assert(twice == 0 and q:empty())
