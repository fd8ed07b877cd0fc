-- expect: made lock lock
-- expect: made lock forks[1]
-- expect: made lock forks[3]
-- Objects are named after their variables.
local mp = require "multiprocessing"

local lock = mp.Lock()
assert(lock.name == "lock")
local a, b = mp.Lock(), mp.Semaphore(2)
assert(a.name == "a" and b.name == "b")
local first <const>, second = mp.Lock(), mp.Lock()
assert(first.name == "first" and second.name == "second")
-- luacheck: globals door
door = mp.Event()
assert(door.name == "door")
local forks = {}
for i = 1, 3 do
  forks[i] = mp.Lock()
  assert(forks[i].name == "forks[" .. i .. "]")
end
for i = 1, 2 do forks[i + 3] = mp.Lock() end
assert(forks[5].name == "forks[5]")
forks[#forks + 1] = mp.Lock()
assert(forks[6].name == "forks[6]")
forks.left, forks["right"] = mp.Lock(), mp.Lock()
assert(forks.left.name == "forks.left" and forks.right.name == "forks.right")
local pair = {mp.Lock(), mp.Lock()}
assert(pair[1].name == "pair[1]" and pair[2].name == "pair[2]")
local doors = {
  inside = mp.Lock(),
  outside = mp.Lock(),
}
assert(doors.inside.name == "inside" and doors.outside.name == "outside")
local buffer, count = mp.Queue(3), mp.Value("i", 0) -- two kinds
assert(buffer.name == "buffer" and count.name == "count" and count:get_lock().name == "count.lock")

-- A name that is given, and what has none.
assert(mp.Lock{name = "given"}.name == "given")
assert(#mp.Lock{name = ("名"):rep(20)}.name == 30, "cut between characters")
local function make() return mp.Lock() end
assert(make().name:match("^Lock%-%d+$"))
