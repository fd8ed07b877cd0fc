-- exit: 1
-- args: --timeout 60
-- expect: main and other wait for each other
-- expect: main holds a (stuck-rlock.lua:10) and waits for b (stuck-rlock.lua:17), which other holds
-- Two recursive locks, two orders: one of them fair.
local mp = require "multiprocessing"
local a, b = mp.RLock(), mp.Lock{fair = true}
local both = mp.Barrier(2)
a:acquire()
a:acquire()
mp.Process{target = function()
  b:acquire()
  both:wait()
  a:acquire()
end, name = "other"}:start()
both:wait()
b:acquire()
