-- args: --timeout 60
-- The same without a lock, made either way: RawValue, or lock=false. (_TestValue.test_rawvalue)
local mp = require "multiprocessing"
local cases = {{"i", 4343, 24234}, {"d", 3.625, -4.25}, {"h", -232, 234}, {"q", 1 << 33, 1 << 34}, {"c", "x", "y"}}

for _, make in ipairs {mp.RawValue, function(typecode, init) return mp.Value(typecode, init, {lock = false}) end} do
  local values = {}
  for i, case in ipairs(cases) do
    values[i] = make(case[1], case[2])
    assert(values[i].value == case[2], case[1])
    assert(not pcall(values[i].get_lock, values[i]))
  end
  local p = mp.Process{target = function()
    for i, case in ipairs(cases) do values[i].value = case[3] end
  end}:start()
  p:join()
  assert(p.exitcode == 0)
  for i, case in ipairs(cases) do assert(values[i].value == case[3], case[1]) end
end
