-- args: --timeout 60
-- All who wait time out by themselves, and nothing is left of them. (_TestCondition.test_notify_all, with timeouts)
local mp = require "multiprocessing"
local expect = require "support.expect"

local c = mp.Condition()
local ps = {}
for i = 1, 3 do
  ps[i] = mp.Process{target = function()
    local _ <close> = c:with()
    local ok, why = c:wait(0.1)
    assert(ok == false and why == "timeout")
  end}:start()
end
for _, p in ipairs(ps) do
  p:join()
  expect.equal(p.exitcode, 0)
end
expect.equal(c.n_waiting, 0)
c:acquire()
expect.equal(c:notify_all(), 0)
