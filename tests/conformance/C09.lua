-- args: --timeout 60
-- wait or notify without the lock is an error. (Condition's asserts)
local mp = require "multiprocessing"
local expect = require "support.expect"

for _, c in ipairs {mp.Condition(), mp.Condition(mp.Lock())} do
  for _, method in ipairs {"wait", "notify", "notify_all"} do
    expect.error("AssertionError", "un-acquired lock", c[method], c)
  end
  expect.error("AssertionError", "un-acquired lock", c.wait_for, c, function() return false end)
  c:acquire() -- and it is not enough that somebody else holds it
  expect.equal(expect.exit_code(function()
    expect.error("AssertionError", "un-acquired lock", c.notify, c)
  end), 0)
  c:release()
end
