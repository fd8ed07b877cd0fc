assert(find_victim({2, 1}), "find_victim({2, 1}): two wait for each other")
assert(find_victim({2, 3, 1}), "find_victim({2, 3, 1}): a ring of three")
assert(find_victim({0, 0, 0}) == nil, "find_victim({0, 0, 0}): nobody waits")
assert(find_victim({2, 3, 0}) == nil, "find_victim({2, 3, 0}): a line is no ring")
assert(({nil, true, true})[find_victim({2, 3, 2}) or 1], "find_victim({2, 3, 2}): 1 waits behind the ring of 2 and 3")
assert(({false, true, true, true})[find_victim({0, 3, 4, 2}) or 1], "find_victim({0, 3, 4, 2}): the ring is 2, 3, 4")
for i = 1, 2 do
  assert(done[i] == 1, "the job of process " .. i .. " is not done")
end
