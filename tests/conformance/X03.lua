-- args: --timeout 60
-- Children of children: each sends the way that leads to it. (_TestProcess.test_recursion)
local mp = require "multiprocessing"

local r, w = mp.Pipe(false)
local function visit(way)
  w:send(way)
  if #way == 2 then return end
  for i = 1, 2 do
    local further = table.move(way, 1, #way, 1, {})
    further[#further + 1] = i
    local p = mp.Process{target = visit, args = {further}}:start()
    p:join()
    assert(p.exitcode == 0)
  end
end
visit({})
w:close()
local ways = {}
for way in function() return (r:recv()) end do ways[#ways + 1] = table.concat(way, ".") end
assert(table.concat(ways, " ") == " 1 1.1 1.2 2 2.1 2.2", table.concat(ways, " "))
