-- exit: 1
-- expect: failed an assertion: error-assert.lua:5: nobody is at home
local mp = require "multiprocessing"
mp.Process{target = function()
  assert(1 == 2, "nobody is at home")
end}:start():join()
