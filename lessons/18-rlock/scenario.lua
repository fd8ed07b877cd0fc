-- Clients get 100 and pay 30 of it. Both are one deed,
-- under one lock; add() takes that lock, too.
local mp = require "multiprocessing"
local sandbox = require "sandbox"

local clients = sandbox.knob("clients", 2,
  {min = 1, max = 6, help = "how many there are"})
local rlock = sandbox.knob("rlock", 0,
  {min = 0, max = 1, help = "0: Lock, 1: RLock"})
local stranger = sandbox.knob("stranger", 0,
  {min = 0, max = 1, help = "1: main releases it, too"})

local Kind = rlock == 1 and mp.RLock or mp.Lock
local lock = Kind{name = "lock"}
local balance = mp.RawValue("i", 0)

local function add(amount)
  lock:acquire()
  balance.value = balance.value + amount
  mp.sleep(0.5)
  lock:release()
end

local function salary()
  sandbox.label("salary")
  lock:acquire()
  if stranger == 1 then
    mp.sleep(2)
  end
  add(100)
  add(-30)
  lock:release()
  sandbox.label("")
end

local processes = {}
for i = 1, clients do
  processes[i] = mp.Process{target = salary,
    name = "client" .. i}
  processes[i]:start()
end
if stranger == 1 then
  mp.sleep(1)
  lock:release()
end
for _, process in ipairs(processes) do
  process:join()
end
print("balance " .. balance.value)
