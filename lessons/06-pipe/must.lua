assert(total.value == 6, "twice 1 and 2 is 6 together, and not " .. total.value)
for i, stage in ipairs(stages) do
  assert(stage.exitcode == 0, "stage " .. i .. " has not ended well")
end
