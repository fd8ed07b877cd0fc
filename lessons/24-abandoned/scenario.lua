-- W1 moves 50 from a to b, and is killed between the
-- two. It holds the lock, and the dead release nothing.
local mp = require "multiprocessing"
local sandbox = require "sandbox"

local policy = sandbox.knob("policy", 0, {min = 0, max = 2,
  help = "0: recover, 1: stall, 2: error"})
local repair = sandbox.knob("repair", 0,
  {min = 0, max = 1, help = "1: the heir repairs the data"})

local names = {[0] = "recover", "stall", "error"}
local vault = mp.Lock{on_owner_death = names[policy]}
local a = mp.RawValue("i", 100)
local b = mp.RawValue("i", 100)

local function mend()
  if repair == 1 then
    b.value = 200 - a.value -- a is always written first
  end
end

local function enter()
  local got, why = vault:acquire()
  if got and why == "abandoned" then
    mend() -- ours now, but its last owner died with it
  elseif not got then
    sandbox.label(why) -- out of order, for everybody
    mp.sleep(1)
    mend()
    vault:recover()
    enter()
  end
end

local function move(amount, pause)
  enter()
  a.value = a.value - amount
  mp.sleep(pause)
  b.value = b.value + amount
  vault:release()
end

local w1 = mp.Process{target = move, args = {50, 3},
  name = "W1"}
local w2 = mp.Process{target = move, args = {10, 1},
  name = "W2"}
w1:start()
mp.sleep(1)
w2:start()
mp.sleep(1)
w1:kill()
w2:join()

enter() -- main may be the heir, too
local sum = a.value + b.value
vault:release()
print("a and b are " .. sum)
assert(sum == 200, "money is lost")
