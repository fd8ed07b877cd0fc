-- A bank lends coins, one by one. A customer who has
-- all that it claims works, and pays everything back.
local mp = require "multiprocessing"
local sandbox = require "sandbox"

local coins = sandbox.knob("coins", 4,
  {min = 3, max = 8, help = "how many the bank has"})
local careful = sandbox.knob("careful", 0,
  {min = 0, max = 1, help = "1: lend only if that is safe"})

local claims = {3, 2, 3} -- at most, and said beforehand
local desk = mp.Queue()  -- what customers ask for
local hands = {}         -- what they get
for i = 1, #claims do
  hands[i] = mp.Queue{name = "hand" .. i}
end

local function customer(number, claim)
  for n = 1, claim do
    sandbox.label("has " .. n - 1 .. " of " .. claim)
    desk:put({number, 1})
    hands[number]:get()
  end
  sandbox.label("has all, works")
  mp.sleep(1)
  desk:put({number, -claim})
  print("C" .. number .. " has paid back")
end

-- The bank is main, and its books are its own.
local free, has = coins, {0, 0, 0}

local function safe() -- can all be served, one by one?
  local left, done = free, {}
  for _ = 1, #claims do
    for i, claim in ipairs(claims) do
      if not done[i] and claim - has[i] <= left then
        left = left + has[i] -- i pays back
        done[i] = true
      end
    end
  end
  return left == coins
end

local function lend(number, n)
  free = free - n
  has[number] = has[number] + n
end

local function grant(number)
  if free == 0 then return false end
  lend(number, 1)
  if careful == 1 and not safe() then
    lend(number, -1) -- not yet
    return false
  end
  hands[number]:put("coin")
  return true
end

for i, claim in ipairs(claims) do
  mp.Process{target = customer, args = {i, claim},
    name = "C" .. i}:start()
end
local line, open = {}, #claims -- who waits for a coin
while open > 0 do
  local number, n = table.unpack(desk:get())
  if n > 0 then
    line[#line + 1] = number
  else
    lend(number, n)
    open = open - 1
  end
  local i = 1
  while line[i] do -- first come, first served
    if grant(line[i]) then
      table.remove(line, i)
    else
      i = i + 1
    end
  end
  sandbox.label("bank, free: " .. free)
end
