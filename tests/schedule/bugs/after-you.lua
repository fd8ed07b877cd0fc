-- Two meet at a door, and each lets the other one through: both step back and forward in step, for ever. No lock and
-- no timeout is needed for that. Fixed: it is somebody's turn to step back (Dekker's algorithm).
-- found: livelock
-- card: wrote want1: 0
-- card: wrote want2: 0
-- card: these steps go round for ever
local mp = require "multiprocessing"
local sandbox = require "sandbox"
local fixed = sandbox.knob("fixed", 0, {min = 0, max = 1}) == 1

local want1, want2, turn = mp.RawValue("b", 0), mp.RawValue("b", 0), mp.RawValue("b", 1)
local through = mp.RawValue("i", 0)

local function go(me, mine, theirs)
  mine.value = 1
  while theirs.value == 1 do
    if not fixed or turn.value ~= me then
      mine.value = 0
      while fixed and turn.value ~= me do end
      mine.value = 1
    end
  end
  through.value = through.value + 1
  turn.value = 3 - me
  mine.value = 0
end

local a = mp.Process{target = go, args = {1, want1, want2}, name = "A"}:start()
local b = mp.Process{target = go, args = {2, want2, want1}, name = "B"}:start()
a:join()
b:join()
assert(through.value == 2, "they met in the door")
