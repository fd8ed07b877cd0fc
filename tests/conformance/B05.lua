-- args: --timeout 60
-- One aborts: all others get "broken", and broken it stays until reset.
-- (_TestBarrier.test_abort, test_reset, test_action)
local mp = require "multiprocessing"
local expect = require "support.expect"

local n = 5
local b, broken = mp.Barrier(n), mp.Semaphore(0)
local ps = {}
for i = 1, n - 1 do
  ps[i] = mp.Process{target = function()
    local index, why, reason = b:wait()
    assert(index == nil and why == "broken" and reason == "aborted by main", reason)
    broken:release()
  end}:start()
end
while b.n_waiting < n - 1 do mp.sleep(0.001) end
b:abort()
for _, p in ipairs(ps) do
  p:join()
  expect.equal(p.exitcode, 0)
end
expect.equal(broken:get_value(), n - 1)
expect.equal(b.broken, true)
expect.equal(select(2, b:wait()), "broken")
b:reset()
expect.equal(b.broken, false)

-- reset lets down those who wait, and leaves it usable.
local p = mp.Process{target = function() assert(select(2, b:wait()) == "broken") end}:start()
while b.n_waiting < 1 do mp.sleep(0.001) end
b:reset()
p:join()
expect.equal(p.exitcode, 0)
expect.equal(b.broken, false)

-- The last to come does the action before anybody goes on; one that raises breaks the barrier.
local done = mp.Value("i", 0)
local act = mp.Barrier(2, function() done.value = done.value + 1 end)
p = mp.Process{target = function() assert(act:wait() and done.value == 1) end}:start()
assert(act:wait() and done.value == 1)
p:join()
expect.equal(p.exitcode, 0)
local bad = mp.Barrier(2, function() error("no") end)
p = mp.Process{target = function() mp.exit(pcall(bad.wait, bad) and 1 or 0) end}
local other = mp.Process{target = function() mp.exit(select(2, bad:wait()) == "broken" and 0 or 1) end}:start()
while bad.n_waiting < 1 do mp.sleep(0.001) end
p:start()
p:join()
other:join()
assert(p.exitcode == 0 and other.exitcode == 0 and bad.broken)
