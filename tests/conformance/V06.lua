-- args: --timeout 60
-- What does not fit is refused with an error that names the type, and changes nothing.
local mp = require "multiprocessing"

local function refused(kind, text, f, ...)
  local ok, e = pcall(f, ...)
  assert(not ok and type(e) == "table" and e.kind == kind, tostring(e))
  assert(tostring(e):find(text, 1, true), tostring(e))
  assert(e.where:find("V06.lua:", 1, true))
end

local v, a = mp.Value("i", 7), mp.Array("i", {1, 2, 3})
refused("TypeError", "type 'i' holds a number, not a string", function() v.value = "5" end)
refused("TypeError", "type 'i' holds a number, not a string", function() a[2] = "5" end)
refused("TypeError", "type 'i' holds whole numbers, not 1.5", function() a[2] = 1.5 end)
refused("TypeError", "type 'i' holds a number, not nil", function() a[2] = nil end)
refused("TypeError", "type 'd' holds a number, not a string", mp.Value, "d", "x")
refused("OverflowError", "type 'i' holds -2147483648 to 2147483647, not 2147483648", function() v.value = 1 << 31 end)
refused("OverflowError", "type 'b' holds -128 to 127, not 128", mp.Array, "b", {1, 128})
for _, index in ipairs {0, 4, -1, math.maxinteger} do
  assert(a[index] == nil)
  refused("IndexError", "index " .. index .. " is outside an Array of type 'i' of size 3", function() a[index] = 1 end)
end
refused("TypeError", "whole number", function() return a[1.5] end)
refused("TypeError", "whole number", function() a[1.5] = 1 end)
refused("ValueError", "type 'i': the size must not be negative, not -10", mp.Array, "i", -10)
refused("ValueError", "type 'i': the size must not be negative, not -10", mp.RawArray, "i", -10)
refused("TypeError", "the typecode is one of b B h H i I l L q Q f d c, not x", mp.Array, "x", 10)
refused("TypeError", "the typecode is one of b B h H i I l L q Q f d c, not xy", mp.Value, "xy", 0)
refused("TypeError", "whole number, not 2.5", mp.Array, "i", 2.5)
refused("TypeError", "Array needs a size or a table", mp.Array, "i")
-- A range is refused as a whole.
refused("IndexError", "index 4 is outside", a.assign, a, 3, {1, 2})
refused("TypeError", "element 2: an Array of type 'i' holds a number, not a boolean", a.assign, a, 1, {9, true, 9})
refused("TypeError", "takes its elements from a table, not a number", a.assign, a, 1, 5)
assert(v.value == 7 and a[1] == 1 and a[2] == 2 and a[3] == 3)
