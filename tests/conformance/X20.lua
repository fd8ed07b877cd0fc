-- args: --timeout 60
-- imap: a position's error is raised there and the rest still comes; next(timeout) gives up and can go on; the
-- iterator that feeds it may be longer than the pool is wide. (_TestPool.test_imap; docs, Pool.imap)
local mp = require "multiprocessing"
local expect = require "support.expect"

local pool <close> = mp.Pool(2)
local it = pool:imap(function(x)
  if x == 2 then error("two fails") end
  return x * 10
end, {1, 2, 3})
expect.equal(select(2, it:next()), 10)
expect.error("RemoteError", "two fails", it.next, it)
expect.equal(select(2, it:next()), 30)
for _ = 1, 2 do expect.equal(it:next(), nil) end -- over is over

local go = mp.Event()
it = pool:imap(function(x)
  go:wait()
  return x
end, {"slow"})
local at, why = it:next(0.01)
assert(at == nil and why == "timeout")
go:set()
expect.equal(select(2, it:next(30)), "slow")

local good, bad = 0, 0
it = pool:imap_unordered(function(x)
  if x % 10 == 0 then error("tens fail") end
  return x
end, (function()
  local n = 0
  return function()
    n = n + 1
    return n <= 100 and n or nil
  end
end)())
for _ = 1, 100 do
  if pcall(it.next, it) then good = good + 1 else bad = bad + 1 end
end
expect.equal(it:next(), nil)
expect.equal(good, 90)
expect.equal(bad, 10)
