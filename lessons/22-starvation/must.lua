for _, process in ipairs(processes) do
  assert(process.exitcode == 0, "everybody has to end well")
end
assert(#processes == 3 and inside.value == 0, "nobody is inside in the end")
assert(overtaken.value == 0, "a reader went in past the cleaner")
