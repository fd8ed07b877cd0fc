-- expect: guard-thrown-away.lua:8: lock stays taken: the result of with() was thrown away
-- expect: did you write `local _ <close> = lock:with()`?
-- The one mistake that `<close>` invites is named.
local mp = require "multiprocessing"
local lock = mp.Lock()
mp.Process{target = function()
  -- forgotten: local _ <close> =
  lock:with()
end}:start():join()
