-- expect: made array numbers, 10 elements of type 'i'
-- expect: read numbers[3]: 3
-- expect: wrote numbers[3]: 30
-- expect: wrote numbers[4] to [6]
-- Array: a table of numbers of one type that processes share.
local mp = require "multiprocessing"
local expect = require "support.expect"

local numbers = mp.Array("i", {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
expect.equal(numbers[3], 3)
numbers[3] = numbers[3] * 10
numbers:assign(4, {40, 50, 60})
expect.equal(table.concat(numbers, " "), "1 2 30 40 50 60 7 8 9 10")
expect.equal(tostring(numbers), "<Array name='numbers' typecode='i' size=10>")
expect.equal(numbers[3.0], 30)

-- Ranges as in string.sub.
local function slice(...) return table.concat(numbers:slice(...), " ") end
expect.equal(slice(2, 4), "2 30 40")
expect.equal(slice(8), "8 9 10")
expect.equal(slice(-2), "9 10")
expect.equal(slice(-100, 2), "1 2")
expect.equal(slice(9, 100), "9 10")
expect.equal(slice(5, 4), "")
expect.equal(slice(1, -9), "1 2")
expect.equal(slice{j = 2}, "1 2")
numbers:assign(1, {})
numbers:assign(11, {})
expect.error("IndexError", "index 12", numbers.assign, numbers, 12, {})
expect.error("IndexError", "index 0", numbers.assign, numbers, 0, {1})
expect.error("TypeError", "first index and a table", numbers.assign, numbers, {1})

-- Every type holds its own range, and gives back what was put in.
local ranges = {
  b = {-128, 127}, B = {0, 255}, h = {-32768, 32767}, H = {0, 65535},
  i = {-2147483648, 2147483647}, I = {0, 4294967295}, L = {0, math.maxinteger}, Q = {0, math.maxinteger},
  l = {math.mininteger, math.maxinteger}, q = {math.mininteger, math.maxinteger},
}
for typecode, range in pairs(ranges) do
  local a = mp.Array(typecode, {range[1], range[2], 1})
  assert(a[1] == range[1] and a[2] == range[2] and a[3] == 1, typecode)
  a[3], a[1] = a[1], a[3]
  local t = a:slice()
  assert(t[3] == range[1] and t[2] == range[2] and t[1] == 1 and math.type(t[1]) == "integer", typecode)
  if range[2] ~= math.maxinteger then
    expect.error("OverflowError", "type '" .. typecode .. "'", function() a[2] = range[2] + 1 end)
  end
end
local floats = mp.Array("f", {0.1, 2})
assert(math.abs(floats[1] - 0.1) < 1e-7 and floats[1] ~= 0.1 and math.type(floats:slice()[2]) == "float")
local doubles = mp.Array("d", {0.1, math.huge, -0.0})
assert(doubles[1] == 0.1 and doubles[2] == math.huge and 1 / doubles[3] == -math.huge)

-- Iteration: one step an element.
local sum = 0
for i, x in ipairs(mp.RawArray("d", {0.5, 0.25})) do sum = sum + i * x end
for i, x in pairs(mp.RawArray("d", {0.5, 0.25})) do sum = sum + i * x end
expect.equal(sum, 2.0)

-- Bytes are strings.
local text = mp.Array("c", "hello")
assert(#text == 5 and text[1] == "h" and text.raw == "hello" and text:slice(2, 3) == "el")
text[1] = "J"
text:assign(4, "ly")
text:assign(2, {"o", "l"})
expect.equal(text.raw, "Jolly")
text.value = "a\xff"
assert(text.value == "a\xff" and text.raw == "a\xff\0ly" and text:slice(-2) == "ly")
text.raw = "12345"
expect.equal(text.value, "12345")
expect.error("ValueError", "6 bytes does not fit into an Array of 5", function() text.value = "123456" end)
expect.error("TypeError", "a string of one byte, not one of 2", function() text[1] = "ab" end)
expect.error("TypeError", "a string of one byte, not a number", function() text[1] = 5 end)
expect.error("TypeError", "from a table, not a string", mp.Array, "i", "abc")
expect.error("AttributeError", "no attribute 'value'", function() numbers.value = 1 end)
expect.error("AttributeError", "an Array has no 'value'", function() return numbers.value end)
expect.error("AttributeError", "did you mean 'slice'?", function() return numbers.slise end)
expect.error("TypeError", "not nil", function() return numbers[nil] end)

-- Long ranges go in steps of 64 KiB; nothing is lost between them.
local long, n = {}, 50000
for i = 1, n do long[i] = i * i end
local big = mp.Array("q", n)
expect.equal(big[n], 0)
big:assign(1, long)
local back = big:slice()
for i = 1, n do assert(back[i] == long[i]) end
expect.equal(#mp.Array("c", ("x"):rep(200000)).raw, 200000)
expect.error("MemoryError", "no room for 1000000000000 elements of type 'd'", mp.Array, "d", 1000000000000)
expect.error("MemoryError", "share 1024 MiB", mp.Array, "d", 1 << 28)
expect.equal(#mp.Array("d", 0), 0)
expect.equal(#mp.Array("d", {}):slice(), 0)
expect.equal(mp.Array("d", 0)[1], nil)

-- By keyword, by name; the lock; through a queue.
local named = mp.Array{typecode = "h", size = 3, name = "three", lock = false}
assert(named.name == "three" and #named == 3)
expect.error("ValueError", "no lock", named.with, named)
expect.equal(mp.RawArray{typecode = "h", init = {1}, name = "one"}.name, "one")
local raw, single = mp.RawArray("i", 1), mp.RawValue("i", 1)
assert(raw.name == "raw" and single.name == "single")
expect.equal(numbers:with(function(x) numbers[1] = x return numbers[1] end, 5), 5)
expect.equal(numbers:get_obj()[1], 5)
local q = mp.Queue()
q:put{numbers, text, named}
local crossed = q:get()
assert(crossed[1] == numbers and #crossed[1] == 10 and crossed[2].raw == "12345" and #crossed[3] == 3)
crossed[1][1] = 6
assert(numbers[1] == 6 and crossed[1]:get_lock() == numbers:get_lock())

-- Four processes, each with its own elements, and one that all count in.
local counts = mp.Array("i", 5)
local crew = {}
for i = 1, 4 do
  crew[i] = mp.Process{target = function()
    for _ = 1, 100 do
      counts[i] = counts[i] + 1
      local _ <close> = counts:with()
      counts[5] = counts[5] + 1
    end
  end}:start()
end
for _, p in ipairs(crew) do p:join() end
expect.equal(table.concat(counts, " "), "100 100 100 100 400")
