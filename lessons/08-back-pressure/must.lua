local function is(numbers, right)
  local got = table.concat(squares(numbers), " ")
  assert(got == right, ("the squares of %s are %s, and not %s"):format(table.concat(numbers, " "), right, got))
end

is({1, 2, 3, 4, 5}, "1 4 9 16 25")
is({7}, "49")
is({}, "")
for _, queue in ipairs{orders, results} do
  assert(queue:empty(), "something was left in " .. queue.name)
  queue:put(1)
  assert(queue:full(), queue.name .. " has to keep room for one item only")
end
