assert(north.exitcode == 0 and south.exitcode == 0, "both doors have to end well")
assert(total.value == 5, "5 visitors came, and total.value is " .. total.value)
