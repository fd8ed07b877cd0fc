assert(second.exitcode == 0, "the second worker has to end well")
assert(made.value >= 1, "the second worker makes one, and made.value is " .. made.value)
assert(counted.value == made.value,
  made.value .. " are made, and " .. counted.value .. " counted")
