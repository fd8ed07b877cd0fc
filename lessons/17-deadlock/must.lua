assert(there.exitcode == 0 and back.exitcode == 0, "both transfers have to end well")
assert(anna.money.value == 120 and bert.money.value == 80,
  "Anna has to have 120 and Bert 80; they have " .. anna.money.value .. " and " .. bert.money.value)
