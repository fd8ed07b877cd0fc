-- args: --timeout 60 --quiet
-- A thousand passes of five processes: the parent reads every number exactly five times, in order.
-- (_TestBarrier.test_thousand)
-- At a tempo the parent alone has 5 s of operations to do for a thousand, so there it is a hundred.
-- tempo: --set passes=100
local mp = require "multiprocessing"
local sandbox = require "sandbox"

local n, passes = 5, sandbox.knob("passes", 1000, {min = 1, max = 100000, help = "how often all meet"})
local b, q = mp.Barrier(n), mp.Queue()
local ps = {}
for i = 1, n do
  ps[i] = mp.Process{target = function()
    for pass = 1, passes do
      assert(b:wait())
      q:put(pass)
    end
  end}:start()
end
for pass = 1, passes do
  for _ = 1, n do
    local got = q:get()
    assert(got == pass, got)
  end
end
for _, p in ipairs(ps) do p:join() end
