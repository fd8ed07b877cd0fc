for _, try in ipairs{{1, 2}, {2, 1}, {2, 2}} do
  local used = run(try[1], try[2])
  assert(used == 2 * try[1], ("%d producers make %d items, and %d were used by %d consumers"):format(
    try[1], 2 * try[1], used, try[2]))
end
