-- How long calls take. "At once" is less than 50 ms, "after t" from t to t + 5 s: the machine may be busy.
local mp = require "multiprocessing"
local timing = {}

-- f(...) returns at once; returns what it returns. One call in twenty that does is enough: what waits never does.
function timing.at_once(f, ...)
  local best, results = math.huge, nil
  for _ = 1, 20 do
    local began = mp.time()
    results = table.pack(f(...))
    best = math.min(best, mp.time() - began)
    if best < 0.05 then break end
  end
  assert(best < 0.05, ("it took %.3f s"):format(best))
  return table.unpack(results, 1, results.n)
end

function timing.after(seconds, f, ...)
  local began = mp.time()
  local results = table.pack(f(...))
  local took = mp.time() - began
  assert(took >= seconds and took < seconds + 5, ("it took %.3f s, not %.3f"):format(took, seconds))
  return table.unpack(results, 1, results.n)
end

return timing
