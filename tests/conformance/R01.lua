-- args: --timeout 60
-- expect: left lock locked when it died: abandoned
-- expect: took lock, abandoned by its last owner
-- A lock's owner is killed: who waits for it, and who comes later, is told so. (gh-88304; CPython hangs)
local mp = require "multiprocessing"

local lock = mp.Lock()
local function die_with_it()
  local held = mp.Event()
  local owner = mp.Process{target = function() lock:acquire() held:set() mp.sleep(100) end}:start()
  held:wait()
  return owner
end

local owner = die_with_it()
local heir = mp.Process{target = function()
  local ok, how = lock:acquire()
  assert(ok == true and how == "abandoned")
  lock:release()
end}:start()
mp.sleep(0.02)
owner:kill()
heir:join()
assert(heir.exitcode == 0)

owner = die_with_it()
owner:kill()
owner:join()
local ok, how = lock:acquire()
assert(ok == true and how == "abandoned")
lock:release()
