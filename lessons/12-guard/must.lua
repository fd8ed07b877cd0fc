assert(first.exitcode == 0 and second.exitcode == 0, "both customers have to end well")
assert(apples.value == 0, "3 and 2 apples are sold, and apples.value is " .. apples.value)
assert(not lock:locked(), "nobody holds the lock in the end")
