assert(first.exitcode == 0 and second.exitcode == 0, "both have to end well")
assert(samples.value == 4, "there are 4 samples, and samples.value is " .. samples.value)
assert(report.value == 9 or report.value == 16,
  "the report is of 3 samples, 9, or of 4, 16; it is " .. report.value)
