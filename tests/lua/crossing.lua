-- What crosses a queue, and what cannot.
local mp = require "multiprocessing"
local expect = require "support.expect"

local q = mp.Queue()
local function cross(value)
  q:put(value)
  return (q:get())
end

for _, value in ipairs {true, false, 0, -1, math.maxinteger, math.mininteger, 0.1, -0.0, math.huge, "", "a\0b\xff",
    ("x"):rep(255), ("x"):rep(256), ("x"):rep(100000)} do
  local got = cross(value)
  assert(got == value and math.type(got) == math.type(value), tostring(value))
end
local nan = cross(0 / 0)
assert(nan ~= nan)
expect.equal(math.type(cross(2.0)), "float")

-- Tables: deep, with holes, cycles and shared parts.
local t = cross({1, nil, 3, x = {y = {"deep"}}, [2.5] = "half", [true] = "yes"})
assert(t[1] == 1 and t[2] == nil and t[3] == 3 and t.x.y[1] == "deep" and t[2.5] == "half" and t[true] == "yes")
local part = {}
local ring = {part, part, name = "ring"}
ring.self = ring
local got = cross(ring)
assert(got.self == got and got[1] == got[2] and got[1] ~= part and got.name == "ring")
local list
for i = 1, 500 do list = {i, list} end
local count, node = 0, cross(list)
while node do count, node = count + 1, node[2] end
expect.equal(count, 500)

-- Objects, by handle.
local lock, event, value = mp.Lock(), mp.Event(), mp.Value("d", 1.5)
local objects = cross({lock, event, value, q, lock})
assert(objects[1] == lock and objects[2] == event and objects[3] == value and objects[4] == q)
assert(rawequal(objects[1], objects[5]))
objects[1]:acquire()
assert(lock:locked())
lock:release()
objects[3].value = 2.5
assert(value.value == 2.5 and objects[3]:get_lock() == value:get_lock())

-- Functions: code, upvalues by value, globals and modules by name.
local step, calls = 10, 0
local function add(x)
  calls = calls + 1
  return x + step, calls, type(print), mp.cpu_count() >= 1
end
local other = cross(add)
step = 1000
local sum, called, global, module = other(1)
assert(sum == 11 and called == 1 and calls == 0 and global == "function" and module)
local function factorial(n) return n <= 1 and 1 or n * factorial(n - 1) end
expect.equal(cross(factorial)(10), 3628800)

-- Errors stay errors.
local _, problem = pcall(lock.release, lock)
local crossed = cross(problem)
expect.equal(tostring(crossed), tostring(problem))
expect.equal(crossed.kind, "ValueError")

-- What cannot cross fails in the caller, names the part, and leaves the queue as it was.
local worker = coroutine.create(print)
expect.error("TypeError", "item (coroutine) cannot cross", q.put, q, worker)
expect.error("TypeError", "item[2].sock (C function) cannot cross", q.put, q, {1, {sock = print}})
expect.error("TypeError", "item.a.b[1] (coroutine) cannot cross", q.put, q, {a = {b = {worker}}})
local object = setmetatable({}, {})
expect.error("TypeError", "item.object (table with a metatable) cannot cross", q.put, q, {object = object})
local function f() return worker end
expect.error("TypeError", "upvalue 'worker' of item (crossing.lua:71) cannot cross: it is a coroutine", q.put, q, f)
do
  local guard <close> = lock:with()
  expect.error("TypeError", "item (guard) cannot cross", q.put, q, guard)
end
local deep = {}
for _ = 1, 5000 do deep = {deep} end
expect.error("ValueError", "nested more than", q.put, q, deep)
assert(q:empty())
