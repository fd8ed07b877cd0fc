-- A lost wake-up: the event is set between the look and the clear. Fixed: clear first, then look.
-- found: deadlock
-- card: set bell
-- card: cleared bell
-- card: reader waits for bell to be set
local mp = require "multiprocessing"
local sandbox = require "sandbox"
local fixed = sandbox.knob("fixed", 0, {min = 0, max = 1}) == 1

local letters, bell = mp.RawValue("i", 0), mp.Event()

local reader = mp.Process{target = function()
  if fixed then
    bell:clear()
    if letters.value == 0 then bell:wait() end
  elseif letters.value == 0 then
    bell:clear()
    bell:wait()
  end
end, name = "reader"}:start()

local postman = mp.Process{target = function()
  letters.value = 1
  bell:set()
end, name = "postman"}:start()

reader:join()
postman:join()
