assert(first.exitcode == 0 and second.exitcode == 0, "both sellers have to end well")
assert(stock.value == 6, "1 and 10 less 2 less 3 is 6, and stock.value is " .. stock.value)
