-- A bank of 4 coins asks safe() before it lends one. It
-- has to return whether all customers can be served, one
-- after the other, when `free` coins are left, customer i
-- has has[i], and claims claims[i] at most. Mend it.
--
--   sandbox check banker
local mp = require "multiprocessing"

local function safe(free, has, claims)
  for i, claim in ipairs(claims) do
    if claim - has[i] <= free then
      return true
    end
  end
  return false
end

-- From here on it is right.
local claims = {3, 2, 3}
local desk = mp.Queue()
local hands = {mp.Queue(), mp.Queue(), mp.Queue()}

local function customer(number, claim)
  for _ = 1, claim do
    desk:put({number, 1})
    hands[number]:get()
  end
  desk:put({number, -claim})
end

for i, claim in ipairs(claims) do
  mp.Process{target = customer, args = {i, claim}}:start()
end

local free, has, line, open = 4, {0, 0, 0}, {}, 3
local function grant(number)
  if free == 0 then return false end
  free, has[number] = free - 1, has[number] + 1
  if not safe(free, has, claims) then
    free, has[number] = free + 1, has[number] - 1
    return false
  end
  hands[number]:put("coin")
  return true
end

while open > 0 do
  local number, n = table.unpack(desk:get())
  if n > 0 then
    line[#line + 1] = number
  else
    free, has[number] = free - n, has[number] + n
    open = open - 1
  end
  local i = 1
  while line[i] do
    if grant(line[i]) then table.remove(line, i) else i = i + 1 end
  end
end
print(free .. " coins are back")
