for _, process in ipairs(cars) do
  assert(process.exitcode == 0, process.name .. " has to end well")
end
assert(#cars == 3 and places:get_value() == 2,
  "two places are free in the end, and places has " .. places:get_value() .. " permits")
