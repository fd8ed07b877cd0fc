for _, process in ipairs(processes) do
  assert(process.exitcode == 0, "everybody has to end well")
end
assert(#processes == 3 and shelf.value == 0,
  "two loaves, two customers: none is left, and shelf.value is " .. shelf.value)
