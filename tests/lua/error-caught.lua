-- A failed assertion that is caught fails nothing, and an error object says where it was raised.
local mp = require "multiprocessing"
assert(not pcall(assert, false, "caught"))
local lock = mp.Lock()
local _, e = pcall(function()
  lock:release()
end)
assert(e.kind == "ValueError" and e.message == "lock released too many times")
assert(e.object == "lock" and e.process == "main")
assert(e.where == "error-caught.lua:6")
assert(tostring(e) == "error-caught.lua:6: ValueError: lock released too many times")
