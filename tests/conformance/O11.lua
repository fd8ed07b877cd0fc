-- imap_unordered gives the same results, in any order.
-- args: --timeout 60
-- At a tempo of 1 ms an operation a thousand tasks of one item take 2 s: there it is a tenth of it.
-- tempo: --tempo 3000
local mp = require "multiprocessing"

local function sqr(x) return x * x end

local pool <close> = mp.Pool(4)
for _, chunksize in ipairs {1, 100} do
  local list, seen, n = {}, {}, 0
  for i = 1, 1000 do list[i] = i end
  for i, v in pool:imap_unordered(sqr, list, chunksize) do
    assert(not seen[i] and v == i * i)
    seen[i] = true
    n = n + 1
  end
  assert(n == 1000)
end
-- The quick one first.
local first = pool:imap_unordered(function(s) mp.sleep(s) return s end, {1000, 0.01}):next()
assert(first == 2)
