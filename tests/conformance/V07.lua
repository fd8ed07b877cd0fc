-- args: --timeout 60
-- Values and arrays of several types, all doubled by one child. (_TestSharedCTypes.test_sharedctypes)
local mp = require "multiprocessing"

local x, y, z = mp.Value("i", 7), mp.Value("d", 1 / 3), mp.Value("q", 1 << 33)
local doubles, shorts = mp.Array("d", 10), mp.Array("h", {1, -2, 3})
local text = mp.Array("c", 20)
text.value = "hello"
for i = 1, #doubles do doubles[i] = i end

local function double(...)
  for _, value in ipairs {x, y, z} do value.value = value.value * 2 end
  for _, array in ipairs {...} do
    for i = 1, #array do array[i] = array[i] * 2 end
  end
  text.value = text.value:rep(2)
end

local p = mp.Process{target = double, args = {doubles, shorts}}:start()
p:join()
assert(p.exitcode == 0)
assert(x.value == 14 and y.value == 2 / 3 and z.value == 2 ^ 34)
for i = 1, 10 do assert(doubles[i] == 2 * i) end
assert(shorts[1] == 2 and shorts[2] == -4 and shorts[3] == 6)
assert(text.value == "hellohello" and #text.raw == 20)
