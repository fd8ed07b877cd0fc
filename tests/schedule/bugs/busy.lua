-- Both want in, and each waits in a loop for the other one to want no more: nobody is blocked, and nobody ever gets on.
-- Fixed: the one whose turn it is goes first (Peterson's algorithm).
-- found: livelock
-- card: from this step on it cannot be avoided
-- card: No schedule comes to an end any more from there.
local mp = require "multiprocessing"
local sandbox = require "sandbox"
local fixed = sandbox.knob("fixed", 0, {min = 0, max = 1}) == 1

local want1, want2, turn = mp.RawValue("b", 0), mp.RawValue("b", 0), mp.RawValue("b", 1)
local inside = mp.RawValue("b", 0)

local function go(me, mine, theirs)
  mine.value = 1
  turn.value = 3 - me
  while theirs.value == 1 and (not fixed or turn.value == 3 - me) do end
  assert(inside.value == 0, "two are inside")
  inside.value = me
  inside.value = 0
  mine.value = 0
end

local a = mp.Process{target = go, args = {1, want1, want2}, name = "A"}:start()
local b = mp.Process{target = go, args = {2, want2, want1}, name = "B"}:start()
a:join()
b:join()
