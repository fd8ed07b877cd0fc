-- R12: a storm of kills on three producers and three consumers (tests/unit/storm_queue.c has the long one).
-- args: --timeout 60 --quiet
-- At a tempo of 1 ms an operation so many kills would take longer than the watchdog waits.
-- tempo: --set kills=40
-- Nothing twice, nothing torn, nobody hangs. What a consumer had got when it was killed is lost with it, and a
-- producer that is killed between its put and its note of it has delivered one that nobody vouches for: so at most one
-- item for each kill.
local mp = require "multiprocessing"
local sandbox = require "sandbox"

local kills = sandbox.knob("kills", 100, {min = 1, max = 20000, help = "how many are killed"})
local q, results, over = mp.Queue(5), mp.Queue(), mp.Event()
local noted = mp.RawArray("i", kills + 6) -- by each producer ever hired: how many it has put for certain
local crew = {}

local function payload(mark, n) return (mark .. "." .. n):rep(n % 7 * 100) end

local function produce(mark)
  local n = 0
  while not over:is_set() do
    if q:put({mark, n + 1, payload(mark, n + 1)}, true, 0.01) then
      n = n + 1
      noted[mark] = n
      if n % 20 == 0 then mp.sleep(0.002) end -- in bursts, so that a busy machine is not only busy with this
    end
  end
end

local function check(item)
  assert(item[3] == payload(item[1], item[2]), "torn")
  return {item[1], item[2]}
end

local function consume()
  while true do
    local item, why = q:get(true, 0.05)
    if why and over:is_set() then return end
    if item then results:put(check(item)) end
  end
end

local hired = 0
local function hire(i)
  hired = hired + 1
  crew[i] = mp.Process{target = i <= 3 and produce or consume, args = {hired}, name = i .. "." .. hired}:start()
end

local seen, items = {}, 0 -- by producer: a set of its items
local function see(mark, n)
  seen[mark] = seen[mark] or {}
  assert(not seen[mark][n], "twice")
  seen[mark][n] = true
  items = items + 1
end

local function collect(most)
  for _ = 1, most do
    local result, why = results:get(false)
    if why then return end
    see(result[1], result[2])
  end
end

for i = 1, 6 do hire(i) end
local producers_killed, consumers_killed = 0, 0
for _ = 1, kills do
  mp.sleep(math.random() * 0.004)
  local i = math.random(6)
  crew[i]:kill()
  crew[i]:join()
  if i > 3 then consumers_killed = consumers_killed + 1 else producers_killed = producers_killed + 1 end
  hire(i)
  collect(20) -- not all that there is: where operations are slow there is always more
end
while items <= kills do see(table.unpack(results:get())) end -- a busy machine may have come to few so far
over:set()
for i = 1, 6 do
  assert(crew[i]:join(30), "hung")
  assert(crew[i].exitcode == 0)
end
collect(math.huge)
for item in function() return (q:get(false)) end do
  local result = check(item)
  see(result[1], result[2])
end

local lost, unvouched = 0, 0
for mark = 1, hired do
  local count = noted[mark]
  for n = 1, count do lost = lost + (seen[mark] and seen[mark][n] and 0 or 1) end
  for n in pairs(seen[mark] or {}) do
    unvouched = unvouched + (n > count and 1 or 0)
  end
end
print(("%d items, %d lost, %d consumers killed, %d unvouched, %d producers killed"):format(
  items, lost, consumers_killed, unvouched, producers_killed))
assert(lost <= consumers_killed and unvouched <= producers_killed)
