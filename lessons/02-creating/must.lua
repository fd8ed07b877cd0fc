-- What is in the queue when the program is through: 9 and 8, and neither of them from main.
local found = {}
for _ = 1, 2 do
  local result, why = results:get_nowait()
  assert(not why, "one of the two results is not there yet: who waits for both children?")
  assert(result[3] ~= mp.getpid(), "main computed the " .. result[1] .. " itself")
  found[result[1]] = result[2]
end
assert(found.square == 9 and found.cube == 8, "9 is the square, and 8 the cube")
assert(results:empty(), "there are more than two results")
