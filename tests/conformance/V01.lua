-- args: --timeout 60
-- Value of each type: the first value, and what a child writes is seen by the parent. (_TestValue.test_value)
local mp = require "multiprocessing"
local cases = {{"i", 4343, 24234}, {"d", 3.625, -4.25}, {"h", -232, 234}, {"q", 1 << 33, 1 << 34}, {"c", "x", "y"}}

local values = {}
for i, case in ipairs(cases) do values[i] = mp.Value(case[1], case[2]) end
for i, case in ipairs(cases) do assert(values[i].value == case[2], case[1]) end

local p = mp.Process{target = function()
  for i, case in ipairs(cases) do values[i].value = case[3] end
end}:start()
p:join()
assert(p.exitcode == 0)
for i, case in ipairs(cases) do
  assert(values[i].value == case[3], case[1])
  assert(math.type(values[i].value) == math.type(case[3]), case[1])
end
