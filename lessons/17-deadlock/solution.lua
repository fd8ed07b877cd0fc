-- The account with the lower number is locked first,
-- whichever way the money goes.
local mp = require "multiprocessing"

local function open_account(name, number)
  return {
    number = number,
    lock = mp.Lock{name = name},
    money = mp.RawValue("i", 100),
  }
end
local anna = open_account("anna", 1)
local bert = open_account("bert", 2)

local function transfer(from, to, amount)
  local first, second = from, to
  if second.number < first.number then
    first, second = second, first
  end
  first.lock:acquire()
  second.lock:acquire()
  from.money.value = from.money.value - amount
  to.money.value = to.money.value + amount
  second.lock:release()
  first.lock:release()
end

local there = mp.Process{target = transfer, args = {anna, bert, 10}}
local back = mp.Process{target = transfer, args = {bert, anna, 30}}
there:start()
back:start()
there:join()
back:join()
print(anna.money.value, bert.money.value)
