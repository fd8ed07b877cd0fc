-- imap keeps the order, 1000 items with chunksize 100, and then it is exhausted.
-- args: --timeout 60
local mp = require "multiprocessing"

local function sqr(x) return x * x end

local function range(n)
  local i = 0
  return function()
    i = i + 1
    return i <= n and i or nil
  end
end

local pool <close> = mp.Pool(4)
local n = 0
for i, v in pool:imap(sqr, range(10)) do
  n = n + 1
  assert(i == n and v == i * i)
end
assert(n == 10)

local it = pool:imap(sqr, range(1000), 100)
for i = 1, 1000 do
  local at, v = it:next()
  assert(at == i and v == i * i)
end
local at, why = it:next()
assert(at == nil and why == nil)

-- The position comes first, so a result may be nil.
n = 0
for i, v in pool:imap(function() return nil end, {1, 2, 3}) do
  n = n + 1
  assert(i == n and v == nil)
end
assert(n == 3)
at, why = pool:imap(mp.sleep, {1000}):next(0.01)
assert(at == nil and why == "timeout")
