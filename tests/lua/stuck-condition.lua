-- exit: 1
-- args: --timeout 60
-- expect: waits to be notified by news (stuck-condition.lua:10)
-- expect: and nobody is left who could notify it
-- The notification came before the wait, and nobody will send another.
local mp = require "multiprocessing"
local news = mp.Condition()
news:with(function() news:notify() end)
local p = mp.Process{target = function()
  news:with(function() news:wait() end)
end}:start()
p:join()
