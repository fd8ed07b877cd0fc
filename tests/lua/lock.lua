-- Lock, and the guard that gives it back.
local mp = require "multiprocessing"
local expect = require "support.expect"

local lock = mp.Lock()
assert(lock:acquire() == true and lock:locked())
local ok, why = lock:acquire(false)
assert(ok == false and why == "busy")
assert(select(2, lock:acquire(true, 0.01)) == "timeout")
assert(select(2, lock:acquire{timeout = 0.01}) == "timeout")
assert(lock:acquire(true, -1) == false and lock:acquire(false, 100) == false, "at once")
assert(lock.owner.pid == mp.getpid())
lock:release()
assert(lock.owner == nil and not lock:locked())
expect.error("ValueError", "lock released too many times", lock.release, lock)

-- Anyone may release it, as in Python.
lock:acquire()
expect.equal(expect.exit_code(function() lock:release() end), 0)
assert(not lock:locked())

-- The guard, however its block is left.
local function leave(how)
  for _ = 1, 1 do
    local _ <close> = lock:with()
    assert(lock:locked())
    if how == "break" then break end
    if how == "return" then return how end
    if how == "error" then error("inside") end
    if how == "goto" then goto out end
  end
  ::out::
end
for _, how in ipairs {"end", "break", "return", "goto"} do
  leave(how)
  assert(not lock:locked(), how)
end
assert(not pcall(leave, "error") and not lock:locked())
expect.equal(expect.exit_code(function()
  local _ <close> = lock:with()
  mp.exit(2)
end), 2)
assert(lock:acquire() == true, "mp.exit releases, too: the lock is not abandoned")
lock:release()

-- The functional form passes results on, and errors.
local a, b = lock:with(function(x, y) return y, x end, 1, 2)
assert(a == 2 and b == 1 and not lock:locked())
expect.error("ValueError", "lesson", function()
  lock:with(function() error(setmetatable({kind = "ValueError"}, {__tostring = function() return "lesson" end})) end)
end)
assert(not lock:locked())

-- Two at a time of one semaphore, and a guard inside a guard.
local permits = mp.Semaphore(2)
do
  local _ <close> = permits:with()
  local _ <close> = permits:with()
  expect.equal(permits:get_value(), 0)
end
expect.equal(permits:get_value(), 2)

-- What its owner leaves when it is killed is passed on, and says so.
do
  local taken = mp.Event()
  local p = mp.Process{target = function() lock:acquire() taken:set() mp.sleep(100) end}:start()
  taken:wait()
  p:kill()
  local got, how = lock:acquire()
  assert(got == true and how == "abandoned")
  lock:release()
  assert(select("#", lock:acquire()) == 1, "only once")
  lock:release()
end

-- No increment is lost under the lock.
local counter = mp.Value("i", 0)
local ps = {}
for i = 1, 4 do
  ps[i] = mp.Process{target = function()
    for _ = 1, 500 do
      local _ <close> = lock:with()
      counter.value = counter.value + 1
    end
  end}:start()
end
for _, p in ipairs(ps) do p:join() end
expect.equal(counter.value, 2000)

-- Misuse says what is right.
expect.error("TypeError", "with a colon", function() lock.acquire() end)
expect.error("TypeError", "for a timeout write {timeout=0.5}", lock.acquire, lock, 0.5)
expect.error("TypeError", "did you mean 'timeout'?", lock.acquire, lock, {timout = 1})
expect.error("AttributeError", "did you mean 'acquire'?", function() lock:aquire() end)
expect.error("AttributeError", "to set", function() lock.owner = 3 end)
assert(tostring(lock) == "<Lock name='lock' owner=nil>")
