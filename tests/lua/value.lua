-- Value.
local mp = require "multiprocessing"
local expect = require "support.expect"

local ranges = {
  b = {-128, 127}, B = {0, 255}, h = {-32768, 32767}, H = {0, 65535},
  i = {-2147483648, 2147483647}, I = {0, 4294967295}, L = {0, math.maxinteger}, Q = {0, math.maxinteger},
  l = {math.mininteger, math.maxinteger}, q = {math.mininteger, math.maxinteger},
}
for typecode, range in pairs(ranges) do
  local v = mp.Value(typecode, range[1])
  expect.equal(v.value, range[1])
  v.value = range[2]
  expect.equal(v.value, range[2])
  expect.equal(math.type(v.value), "integer")
  expect.error("OverflowError", "type '" .. typecode .. "'", function() v.value = range[2] + 1.0 * 2 ^ 64 end)
  if range[1] ~= math.mininteger then
    expect.error("OverflowError", "type '" .. typecode .. "'", function() v.value = range[1] - 1 end)
  end
  expect.equal(v.value, range[2])
end

local d, f, c = mp.Value("d", 0.1), mp.Value("f", 0.1), mp.Value("c", "x")
assert(d.value == 0.1 and math.abs(f.value - 0.1) < 1e-7 and f.value ~= 0.1 and c.value == "x")
d.value = 3
expect.equal(math.type(d.value), "float")
expect.equal(mp.Value("i").value, 0)
expect.equal(expect.exit_code(function() d.value, c.value = 2.5, "y" end), 0)
assert(d.value == 2.5 and c.value == "y")

-- Each has a lock of its own, unless told otherwise.
local mine = mp.Lock()
local with_mine, without = mp.Value("i", 0, {lock = mine}), mp.Value("i", 0, false)
assert(with_mine:get_lock() == mine)
expect.error("ValueError", "no lock", without.get_lock, without)
local n = mp.Value("i", 0)
do
  local _ <close> = n:get_lock():with()
  assert(n:get_lock():locked())
end
expect.equal(n:with(function() n.value = n.value + 1 return n.value end), 1)
assert(not n:get_lock():locked())

expect.error("TypeError", "type 'i' holds a number, not a string", function() n.value = "5" end)
expect.error("TypeError", "whole numbers, not 1.5", function() n.value = 1.5 end)
expect.error("TypeError", "one byte", function() c.value = "xy" end)
expect.error("TypeError", "typecode", mp.Value, "z", 0)
expect.error("AttributeError", "only 'value'", function() n.valeu = 1 end)
expect.error("AttributeError", "a Value has no 'foo'", function() return n.foo end)
assert(tostring(n) == "<Value name='n' 1>")
