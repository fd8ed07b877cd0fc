-- At a lock anybody may overtake: whoever comes back quickly enough takes it again and again, and the one who waits
-- for it never does. Fixed: a fair lock goes to who has waited longest.
-- args: --starvation
-- found: starvation
-- card: took door
-- card: these steps go round for ever
-- card: never gets what it waits for
-- card: patient waits for door
local mp = require "multiprocessing"
local sandbox = require "sandbox"
local fixed = sandbox.knob("fixed", 0, {min = 0, max = 1}) == 1

local door, through = mp.Lock{fair = fixed}, mp.Event()

local patient = mp.Process{target = function()
  door:acquire()
  through:set()
  door:release()
end, name = "patient"}:start()

local greedy = mp.Process{target = function()
  while not through:is_set() do
    door:acquire()
    door:release()
  end
end, name = "greedy"}:start()

patient:join()
greedy:join()
