-- Anybody may overtake at a lock, as often as it likes: the last one here comes in after two rounds of the other,
-- though it was there first. (A fair lock helps those in line; who has not come to the line yet may still be
-- overtaken.) Fixed: the other one lets it through after a round.
-- found: assert
-- card: released door
-- card: starved
local mp = require "multiprocessing"
local sandbox = require "sandbox"
local fixed = sandbox.knob("fixed", 0, {min = 0, max = 1}) == 1

local door, rounds, through = mp.Lock(), mp.RawValue("i", 0), mp.Event()

door:acquire()
local patient = mp.Process{target = function()
  door:acquire()
  assert(rounds.value < 2, "starved")
  door:release()
  through:set()
end, name = "patient"}:start()
door:release()
for _ = 1, 2 do
  door:acquire()
  rounds.value = rounds.value + 1
  door:release()
  if fixed then through:wait() end
end
patient:join()
