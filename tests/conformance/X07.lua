-- args: --timeout 60
-- wait says whether it was notified, wait_for gives what the predicate gave, at the latest after its timeout, and
-- does not wait if it holds already. (_TestCondition.test_wait_result, test_waitfor_timeout; docs of
-- threading.Condition)
local mp = require "multiprocessing"
local expect = require "support.expect"
local timing = require "support.timing"

local c, state = mp.Condition(), mp.Value("i", 0, {lock = false})
local p = mp.Process{target = function()
  c:acquire()
  assert(timing.after(0.3, c.wait_for, c, function() return state.value == 4 end, 0.3) == false)
end}:start()
for _ = 1, 3 do
  mp.sleep(0.01)
  c:with(function()
    state.value = state.value + 1
    c:notify()
  end)
end
p:join()
expect.equal(p.exitcode, 0)

c:acquire()
expect.equal(timing.at_once(c.wait_for, c, function() return "it holds" end), "it holds")
expect.equal(c:wait(0), false)
expect.equal(c:wait(0.05), false)
local notifier = mp.Process{target = function() c:with(function() c:notify() end) end}:start()
expect.equal(c:wait(30), true)
c:release()
notifier:join()
