for _, process in ipairs(processes) do
  assert(process.exitcode == 0, "cook and guest have to end well")
end
assert(eaten.value == 1, "the guest found the plate empty")
