-- An iterator that raises: the error reaches the caller, twice in a row.
-- args: --timeout 60
local mp = require "multiprocessing"

local function sqr(x) return x * x end

local function failing(n)
  local i = 0
  return function()
    i = i + 1
    if i == n then error("no more for you", 0) end
    return i
  end
end

local pool <close> = mp.Pool(1)
for _ = 1, 2 do
  local ok, e = pcall(pool.map, pool, sqr, failing(1), 10)
  assert(not ok and e == "no more for you")
  ok, e = pcall(pool.map, pool, sqr, failing(5), 10)
  assert(not ok and e == "no more for you")
  -- What came before it is delivered first.
  for _, method in ipairs {"imap", "imap_unordered"} do
    local it = pool[method](pool, sqr, failing(4))
    for i = 1, 3 do
      local at, v = it:next()
      assert(at == i and v == i * i)
    end
    ok, e = pcall(it.next, it)
    assert(not ok and e == "no more for you")
    assert(it:next() == nil)
  end
end
assert(pool:apply(sqr, {3}) == 9)
