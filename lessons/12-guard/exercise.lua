-- A shop takes orders for its 5 apples. Both branches
-- give the lock back, and still somebody waits for ever.
-- Mend it so that no way out can be forgotten.
--
--   sandbox check guard
local mp = require "multiprocessing"

local lock = mp.Lock()
local apples = mp.Value("i", 5)

local function price(wanted)
  if wanted < 0 then
    error("who orders less than nothing?", 0)
  end
  return 2 * wanted
end

local function order(wanted)
  lock:acquire()
  local cost = price(wanted)
  if wanted > apples.value then
    lock:release()
    return "not enough"
  end
  apples.value = apples.value - wanted
  lock:release()
  return "that makes " .. cost
end

local function customer(wishes)
  for _, wanted in ipairs(wishes) do
    local _, answer = pcall(order, wanted)
    print(answer)
  end
end

local first = mp.Process{target = customer, args = {{-1, 3}}}
local second = mp.Process{target = customer, args = {{9, 2}}}
first:start()
second:start()
first:join()
second:join()
print(apples.value .. " apples are left")
