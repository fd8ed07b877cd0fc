-- args: --timeout 60
-- A guard releases at the end of its scope, on break, return, goto and error. (_TestLock.test_lock_context)
local mp = require "multiprocessing"

for _, make in ipairs {mp.Lock, mp.RLock, mp.Semaphore, mp.BoundedSemaphore, mp.Condition} do
  local lock = make()
  local function taken() -- by us: nobody else gets it
    local p = mp.Process{target = function() mp.exit(lock:acquire(false) and 1 or 0) end}:start()
    p:join()
    return p.exitcode == 0
  end
  local function leave(how)
    for _ = 1, 1 do
      local _ <close> = lock:with()
      assert(taken())
      if how == "break" then break end
      if how == "return" then return end
      if how == "error" then error("inside") end
    end
  end
  for _, how in ipairs {"end", "break", "return"} do
    leave(how)
    assert(lock:acquire(false) == true, how)
    lock:release()
  end
  assert(not pcall(leave, "error"))
  assert(lock:acquire(false) == true)
  lock:release()
  assert(lock:with(function(x) return x end, 7) == 7)
  assert(lock:acquire(false) == true)
  lock:release()
end
