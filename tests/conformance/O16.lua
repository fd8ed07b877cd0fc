-- The caller's error carries the worker's traceback, kind and value.
-- args: --timeout 60
local mp = require "multiprocessing"

local function fail(how)
  if how == "text" then error("123") end
  if how == "table" then error({code = 123}) end
  mp.Semaphore(-1)
end

local pool <close> = mp.Pool(1)
local ok, e = pcall(pool.apply, pool, fail, {"text"})
assert(not ok and e.kind == "RemoteError")
assert(e.message == "O16.lua:6: 123" and e.value == e.message)
assert(e.traceback:find("O16.lua:6: in", 1, true), e.traceback)
assert(e.process:find("PoolWorker", 1, true))
assert(tostring(e) == "O16.lua:6: RemoteError: 123")

ok, e = pcall(pool.apply, pool, fail, {"table"})
assert(not ok and e.kind == "RemoteError" and e.value.code == 123)
assert(e.traceback:find("O16.lua:7: in", 1, true))

ok, e = pcall(pool.map, pool, fail, {"misuse"})
assert(not ok and e.kind == e.value.kind and e.message == e.value.message and e.where == "O16.lua:8")

-- In imap it is raised at its place, and the others are not lost.
local it = pool:imap(function(x) if x == 2 then error("two") end return x end, {1, 2, 3})
assert(select(2, it:next()) == 1)
assert(not pcall(it.next, it))
assert(select(2, it:next()) == 3)
assert(it:next() == nil)
