assert(one.exitcode == 0 and two.exitcode == 0, "both workers have to end well")
assert(jobs.value == 2, "two jobs are to be done, and jobs.value is " .. jobs.value)
