-- Q13: put and get after close are ValueErrors.
-- args: --timeout 60
local mp = require "multiprocessing"

for _, kind in ipairs {"Queue", "JoinableQueue"} do
  local q = mp[kind]()
  q:put("x")
  q:close()
  for _, call in ipairs {
    function() q:put("x") end, function() q:get() end, function() q:put_nowait("x") end, function() q:get_nowait() end,
  } do
    local ok, problem = pcall(call)
    assert(not ok and problem.kind == "ValueError" and problem.message == kind .. " is closed", problem)
  end
end

-- The handle of this process is closed, not the queue.
local q = mp.Queue()
local p = mp.Process{target = function() mp.sleep(0.05) q:put("still open here") end}:start()
local other = mp.Process{target = function() assert(q:get() == "still open here") end}:start()
q:close()
p:join()
other:join()
assert(p.exitcode == 0 and other.exitcode == 0)
