-- The exit code of a child is kept, whoever takes its zombie away: join, the next start, or active_children.
local mp = require "multiprocessing"

local function ending(code)
  return mp.Process{target = function() mp.exit(code) end}:start()
end

local function wait_until_ended(p)
  while p:is_alive() do mp.sleep(0.001) end
end

local p = ending(7)
wait_until_ended(p)
mp.Process{target = function() end}:start():join()
assert(p.exitcode == 7 and not p:is_alive())

p = ending(9)
wait_until_ended(p)
assert(#mp.active_children() == 0)
assert(p.exitcode == 9)
assert(p:join() == true)
assert(p.exitcode == 9)

for _ = 1, 300 do ending(3) end -- more than there may be at once: those that ended make room
