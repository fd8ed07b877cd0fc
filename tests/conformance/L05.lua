-- args: --timeout 60
-- Lock.acquire: a negative timeout is 0, block=false ignores it, a refusal is false and no error. (docs, Lock.acquire)
local mp = require "multiprocessing"
local timing = require "support.timing"

for _, lock in ipairs {mp.Lock(), mp.RLock(), mp.Lock{fair = true}, mp.RLock{fair = true}} do
  local held = mp.Event()
  local p = mp.Process{target = function() lock:acquire() held:set() mp.sleep(100) end, daemon = true}:start()
  held:wait()
  assert(timing.at_once(lock.acquire, lock, true, -1) == false)
  assert(timing.at_once(lock.acquire, lock, true, 0) == false)
  assert(timing.at_once(lock.acquire, lock, false) == false)
  assert(timing.at_once(lock.acquire, lock, false, 5) == false)
  assert(timing.at_once(lock.acquire, lock, {block = false, timeout = 5}) == false)
  assert(timing.after(0.1, lock.acquire, lock, true, 0.1) == false)
  p:terminate()
  p:join()
end
