-- `slow` ends only when `quick` was fetched: who waits for slow first, waits for ever.
for turn = 1, 2 do
  local go = mp.Event()
  local slow = mp.Process{target = function() go:wait() end, name = "slow"}:start()
  local quick = mp.Process{target = function() mp.exit(7) end, name = "quick"}:start()
  local order = {}
  fetch(turn == 1 and {slow, quick} or {quick, slow}, function(process)
    order[#order + 1] = process.name .. " " .. tostring(process.exitcode)
    if process == quick then
      go:set()
    end
  end)
  local got = table.concat(order, ", ")
  assert(got == "quick 7, slow 0", "call ended once for each, as it ends: it was " .. got)
end
