-- Other texts too, and a process for each: an unnamed one is numbered as it is made.
local function made()
  return tonumber(mp.Process{target = print}.name:match("%d+$"))
end

local before = made()
assert(total_length{"a", "", "four"} == 5, "the sum of the lengths of \"a\", \"\" and \"four\" is 5")
assert(made() == before + 4, "each text needs a process of its own")
assert(total_length{} == 0, "no texts, no length")
