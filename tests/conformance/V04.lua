-- args: --timeout 60
-- Array: from a table, its length, elements, slices, assignment of a range; the prefix sums that a child makes in
-- it are seen by the parent. With a lock and without. (_TestArray.test_array, test_rawarray)
local mp = require "multiprocessing"
local first = {680, 626, 934, 821, 150, 233, 548, 982, 714, 831}

local function equal(a, b)
  if #a ~= #b then return false end
  for i = 1, #b do
    if a[i] ~= b[i] then return false end
  end
  return true
end

local function prefix_sums(a)
  for i = 2, #a do a[i] = a[i] + a[i - 1] end
end

for _, make in ipairs {mp.Array, mp.RawArray} do
  local expected = {table.unpack(first)}
  local a = make("i", expected)
  assert(#a == 10 and a[3] == expected[3])
  assert(equal(a:slice(2, 7), {626, 934, 821, 150, 233, 548}))
  assert(equal(a:slice(), expected) and equal(a, expected))

  a:assign(5, {1, 2, 3, 4})
  table.move({1, 2, 3, 4}, 1, 4, 5, expected)
  assert(equal(a, expected))

  prefix_sums(expected)
  local p = mp.Process{target = prefix_sums, args = {a}}:start()
  p:join()
  assert(p.exitcode == 0)
  assert(equal(a, expected))
end

local zeros = mp.Array("i", 10)
assert(#zeros == 10 and equal(zeros, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0}))
zeros:assign(1, {9, 8, 7, 6, 5, 4, 3, 2, 1, 0})
assert(equal(zeros, {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}))

-- Its lock, and one that is given. (_TestArray.test_getobj_getlock_obj)
local lock = mp.Lock()
assert(mp.Array("i", 3, {lock = lock}):get_lock() == lock)
assert(mp.Array("i", 3):get_lock() and mp.Array("i", 3, {lock = true}):get_lock())
assert(not pcall(function() return mp.Array("i", 3, {lock = false}):get_lock() end))
assert(not pcall(mp.Array, "i", 3, {lock = "no lock"}))
