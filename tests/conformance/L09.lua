-- args: --timeout 60
-- Five shapes of acquire on a semaphore without permits: false, at once or after the timeout.
-- (_TestSemaphore.test_timeout)
local mp = require "multiprocessing"
local timing = require "support.timing"

for _, s in ipairs {mp.Semaphore(0), mp.BoundedSemaphore(0), mp.Semaphore{value = 0, on_owner_death = "recover"}} do
  assert(timing.at_once(s.acquire, s, false) == false)
  assert(timing.at_once(s.acquire, s, false, nil) == false)
  assert(timing.at_once(s.acquire, s, false, 0.3) == false)
  assert(timing.after(0.2, s.acquire, s, true, 0.2) == false)
  assert(timing.after(0.2, s.acquire, s, {timeout = 0.2}) == false)
end
