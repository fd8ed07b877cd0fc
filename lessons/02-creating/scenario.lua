-- Three orders, three bakers, 2 s for each.
-- `way` is how a process is told what to do.
local mp = require "multiprocessing"
local sandbox = require "sandbox"

local way = sandbox.knob("way", 1,
  {min = 1, max = 4, help = "1 target, 2 a call, 3 a class, 4 run()"})

local function bake(what)
  sandbox.label("bakes " .. what)
  mp.sleep(2)
  local me = mp.current_process()
  print(me.name .. " baked " .. what)
end

local Baker = mp.Process:subclass("Baker")

function Baker:init(what) -- what Baker(...) gets
  self.what = what
end

function Baker:run() -- what the child does
  bake(self.what)
end

local function hire(what)
  if way == 1 then
    return mp.Process{target = bake, args = {what}}
  elseif way == 2 then
    return mp.Process{target = bake(what)}
  end
  return Baker(what)
end

local bakers = {}
for i, what in ipairs{"bread", "cake", "pie"} do
  bakers[i] = hire(what)
  bakers[i].name = "P" .. i
  if way == 4 then
    bakers[i]:run()
  else
    bakers[i]:start()
  end
end
for _, baker in ipairs(bakers) do
  if baker.pid then -- it was started
    baker:join()
  end
end
sandbox.label("closes the shop")
mp.sleep(1)
