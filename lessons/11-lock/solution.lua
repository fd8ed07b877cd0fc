-- Look and draw in one section: between the two nobody
-- else can draw. Whoever finds too little gives the lock
-- back, too.
local mp = require "multiprocessing"

local account = mp.Value("i", 100)
local paid = mp.Array("i", 2) -- what each of them got
local lock = mp.Lock()

local function draw(number, amount)
  lock:acquire()
  local enough = account.value >= amount
  if enough then
    account.value = account.value - amount
  end
  lock:release()
  if enough then
    paid[number] = amount
  end
end

local people = {}
for i = 1, 2 do
  people[i] = mp.Process{target = draw, args = {i, 80}}
  people[i]:start()
end
for _, person in ipairs(people) do
  person:join()
end
print("left: " .. account.value)
