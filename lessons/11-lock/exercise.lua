-- An account of 100, and two people who each draw 80.
-- There is a lock, and still both get their money. Mend
-- it: nobody may draw what is not there.
--
--   sandbox check lock
local mp = require "multiprocessing"

local account = mp.Value("i", 100)
local paid = mp.Array("i", 2) -- what each of them got
local lock = mp.Lock()

local function draw(number, amount)
  if account.value >= amount then
    lock:acquire()
    account.value = account.value - amount
    lock:release()
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
