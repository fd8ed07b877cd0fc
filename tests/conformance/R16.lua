-- args: --timeout 60
-- The owner of an RLock is killed at depth 3: the heir has it at depth 1, and is told. (CPython hangs)
local mp = require "multiprocessing"
local expect = require "support.expect"

for _, lock in ipairs {mp.RLock(), mp.RLock{fair = true}} do
  local held = mp.Event()
  local p = mp.Process{target = function()
    for _ = 1, 3 do lock:acquire() end
    held:set()
    mp.sleep(100)
  end}:start()
  held:wait()
  p:kill()
  local ok, how = lock:acquire()
  assert(ok == true and how == "abandoned")
  expect.equal(lock.depth, 1)
  lock:release()
  assert(not lock:locked())
end
