-- One program, several processes. In each there
-- is a variable `count`: is it the same one?
local mp = require "multiprocessing"
local sandbox = require "sandbox"

local workers = sandbox.knob("workers", 3,
  {min = 1, max = 6, help = "how many processes count"})
local between = sandbox.knob("between", 0,
  {min = 0, max = 10, help = "main adds it after each start"})

local count = 0 -- of the whole file

local function say()
  sandbox.label("my count is " .. count)
end

local function add(name)
  for _ = 1, 3 do
    mp.sleep(1)
    count = count + 1
    say()
  end
  print(name .. " ends with " .. count)
  mp.sleep(2)
end

local children = {}
for i = 1, workers do
  children[i] = mp.Process{target = add,
    args = {"P" .. i}, name = "P" .. i}
  children[i]:start()
  count = count + between
end
for _, child in ipairs(children) do
  child:join()
end
say()
print("main ends with " .. count)
mp.sleep(2)
