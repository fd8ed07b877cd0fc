-- bad ends with code 3. slow needs 8 s, and main
-- waits only 2 s for it.
local mp = require "multiprocessing"
local sandbox = require "sandbox"

local after = sandbox.knob("after", 1,
  {min = 0, max = 3, help = "0 join, 1 terminate, 2 kill, 3 end"})
local daemon = sandbox.knob("daemon", 0,
  {min = 0, max = 1, help = "1: slow is a daemon"})

local function bad()
  mp.sleep(1)
  mp.exit(3)
end

local wipe = setmetatable({}, {__close = function()
  print("slow wipes the table")
end})

local function slow()
  local _ <close> = wipe -- when the block ends
  sandbox.label("makes a mess")
  mp.sleep(8)
  print("slow is done")
end

local b = mp.Process{target = bad, name = "bad"}
local s = mp.Process{target = slow, name = "slow",
  daemon = daemon == 1}
b:start()
s:start()
b:join()
print("bad: exit code " .. b.exitcode)
s:join(2)
if s:is_alive() then
  print("slow is alive after join(2)")
end
if after == 1 then
  s:terminate()
elseif after == 2 then
  s:kill()
end
if after < 3 then
  s:join()
  print("slow: exit code " .. s.exitcode)
  sandbox.label("slow: code " .. s.exitcode)
  mp.sleep(2)
end
print("main is through")
