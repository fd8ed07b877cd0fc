-- args: --timeout 60
-- A barrier is aborted by one, reset, and used by all again; the action is done once a passage, by one of them; a
-- wait on a broken one returns at once. (_TestBarrier.test_abort_and_reset, test_action)
local mp = require "multiprocessing"
local expect = require "support.expect"
local timing = require "support.timing"

local n = 5
local actions, passed, broken = mp.Value("i", 0), mp.Semaphore(0), mp.Semaphore(0)
local b = mp.Barrier(n, function() actions.value = actions.value + 1 end)
local again = mp.Barrier(n)
local function use(first)
  if first then
    b:abort()
  elseif select(2, b:wait()) == "broken" then
    broken:release()
  end
  if again:wait() == 0 then b:reset() end
  assert(again:wait())
  assert(b:wait())
  passed:release()
end
local ps = {}
for i = 1, n do ps[i] = mp.Process{target = use, args = {i == 1}}:start() end
for _, p in ipairs(ps) do
  p:join()
  expect.equal(p.exitcode, 0)
end
expect.equal(broken:get_value(), n - 1)
expect.equal(passed:get_value(), n)
expect.equal(actions.value, 1)
expect.equal(b.broken, false)

b:abort()
b:abort()
expect.equal(select(2, timing.at_once(b.wait, b)), "broken")
b:reset()
expect.equal(b.broken, false)
expect.equal(b.n_waiting, 0)
for _, parties in ipairs {0, -1} do expect.error("ValueError", "parties", mp.Barrier, parties) end
