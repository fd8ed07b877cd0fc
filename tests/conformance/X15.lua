-- args: --timeout 60
-- The lock of a Value or an Array: one of its own, an RLock; one that is given; none, then there is none to get.
-- (_TestValue.test_getobj_getlock, _TestArray.test_getobj_getlock_obj, _TestSharedCTypes.test_synchronize)
local mp = require "multiprocessing"
local expect = require "support.expect"

local makers = {
  function(options) return mp.Value("i", 5, options) end,
  function(options) return mp.Array("i", {1, 2, 3}, options) end,
}
for _, make in ipairs(makers) do
  for _, options in ipairs {{}, {lock = true}} do
    local lock = make(options):get_lock()
    lock:acquire()
    lock:acquire() -- an RLock: the owner may
    lock:release()
    lock:release()
    expect.error("AssertionError", "", lock.release, lock)
  end
  local lock = mp.Lock()
  assert(make({lock = lock}):get_lock() == lock)
  local bare = make({lock = false})
  expect.error("ValueError", "lock", bare.get_lock, bare)
  expect.error("TypeError", "lock", make, {lock = "no lock"})
end
local raw = mp.RawValue("i", 5)
expect.error("ValueError", "lock", raw.get_lock, raw)

-- While one holds it, another waits to change it.
local v = mp.Value("i", 0)
v:get_lock():acquire()
local p = mp.Process{target = function() v:with(function() v.value = v.value * 2 end) end}:start()
v.value = 21
v:get_lock():release()
p:join()
expect.equal(v.value, 42)
