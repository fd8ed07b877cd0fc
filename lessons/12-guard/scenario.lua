-- Tellers book orders under a lock. In one order
-- there is a mistake, and booking it raises an error.
local mp = require "multiprocessing"
local sandbox = require "sandbox"

local tellers = sandbox.knob("tellers", 2,
  {min = 1, max = 6, help = "how many book"})
local bad = sandbox.knob("bad", 2,
  {min = 0, max = 3, help = "which order is bad"})
local guard = sandbox.knob("guard", 0,
  {min = 0, max = 1, help = "1: a guard releases"})

local ledger = mp.Lock()
local booked = mp.RawValue("i", 0)

local function enter(order)
  sandbox.label("books order " .. order)
  mp.sleep(0.5)
  if order == bad then
    error("no such account", 0)
  end
  booked.value = booked.value + 1
end

local function by_hand(order)
  ledger:acquire()
  enter(order)
  ledger:release()
end

local function with_guard(order)
  local _ <close> = ledger:with()
  enter(order)
end

local book = guard == 1 and with_guard or by_hand

local function work()
  for order = 1, 3 do
    local ok = pcall(book, order)
    if not ok then
      sandbox.label("skips order " .. order)
    end
    mp.sleep(0.5)
  end
end

local processes = {}
for i = 1, tellers do
  processes[i] = mp.Process{target = work,
    name = "teller" .. i}
  processes[i]:start()
end
for _, process in ipairs(processes) do
  process:join()
end
print(booked.value .. " orders are booked")
