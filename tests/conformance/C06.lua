-- args: --timeout 60
-- wait_for over four increments; with a timeout that passes, what the predicate said. (_TestCondition.test_waitfor)
local mp = require "multiprocessing"
local expect = require "support.expect"
local timing = require "support.timing"

local c, state = mp.Condition(), mp.Value("i", 0, {lock = false})
local p = mp.Process{target = function()
  local _ <close> = c:with()
  assert(c:wait_for(function() return state.value == 4 end) == true)
end}:start()
for _ = 1, 4 do
  mp.sleep(0.01)
  c:with(function()
    state.value = state.value + 1
    c:notify()
  end)
end
p:join()
expect.equal(p.exitcode, 0)

local _ <close> = c:with()
local ok, why = timing.after(0.1, c.wait_for, c, function() return state.value == 5 end, 0.1)
assert(ok == false and why == "timeout")
