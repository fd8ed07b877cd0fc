-- Anna and Bert send each other money at the same time.
-- Mend the transfer, so that it cannot get stuck, in
-- whatever direction money is sent.
--
--   sandbox check deadlock
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
  from.lock:acquire()
  to.lock:acquire()
  from.money.value = from.money.value - amount
  to.money.value = to.money.value + amount
  to.lock:release()
  from.lock:release()
end

local there = mp.Process{target = transfer, args = {anna, bert, 10}}
local back = mp.Process{target = transfer, args = {bert, anna, 30}}
there:start()
back:start()
there:join()
back:join()
print(anna.money.value, bert.money.value)
