assert(first.exitcode == 0 and second.exitcode == 0, "both have to end well")
assert(cells[1] == 6 and cells[2] == 6,
  "both cells have to be 6; they are " .. cells[1] .. " and " .. cells[2])
