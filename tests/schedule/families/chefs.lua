-- n chefs share the tools on one rack, one fewer than there are chefs. Who finds none waits until one is put back;
-- the bad ones look only once, and take a tool that is gone again. Fixed: while, not if.
local mp = require "multiprocessing"
local sandbox = require "sandbox"

local n = sandbox.knob("n", 3, {min = 2, max = 12, help = "chefs"})
local fixed = sandbox.knob("fixed", 0, {min = 0, max = 1, help = "1: while, not if"})

local rack = mp.Condition()
local tools = mp.RawValue("i", n - 2)

local function cook()
  rack:acquire()
  if fixed == 1 then
    while tools.value == 0 do rack:wait() end
  elseif tools.value == 0 then
    rack:wait()
  end
  tools.value = tools.value - 1
  assert(tools.value >= 0, "two chefs with one tool")
  rack:release()
  rack:acquire()
  tools.value = tools.value + 1
  rack:notify()
  rack:release()
end

local ps = {}
for i = 1, n do ps[i] = mp.Process{target = cook, name = "chef" .. i}:start() end
for i = 1, n do ps[i]:join() end
