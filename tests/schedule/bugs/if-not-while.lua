-- Two wait for one item with `if`; both are woken, and one finds nothing. Fixed: `while`.
-- found: assert
-- card: notified shop
-- card: was notified by shop
-- card: nothing there
local mp = require "multiprocessing"
local sandbox = require "sandbox"
local fixed = sandbox.knob("fixed", 0, {min = 0, max = 1}) == 1

local shop, loaves = mp.Condition(), mp.RawValue("i", 0)

local function buy()
  shop:acquire()
  if fixed then
    while loaves.value == 0 do shop:wait() end
  elseif loaves.value == 0 then
    shop:wait()
  end
  loaves.value = loaves.value - 1
  assert(loaves.value >= 0, "nothing there")
  shop:release()
end

local buyers = {}
for i = 1, 2 do buyers[i] = mp.Process{target = buy, name = "buyer" .. i}:start() end
for _ = 1, 2 do
  shop:acquire()
  loaves.value = loaves.value + 1
  shop:notify_all()
  shop:release()
end
for i = 1, 2 do buyers[i]:join() end
