-- args: --timeout 60
-- A child has a pool of its own; a worker, being a daemon, may not. More workers than can be leave none behind.
-- (TestStdinBadfiledescriptor.test_pool_in_process, TestPoolNotLeakOnFailure)
local mp = require "multiprocessing"
local expect = require "support.expect"

local function sqr(x) return x * x end

expect.equal(expect.exit_code(function()
  local pool = mp.Pool(4)
  local squares = pool:map(sqr, {1, 2, 3, 4, 5, 6, 7})
  pool:close()
  pool:join()
  mp.exit(squares[7])
end), 49)

local pool <close> = mp.Pool(1)
local function nested()
  local inner <close> = mp.Pool(1)
  return inner:apply(sqr, {2})
end
expect.error("AssertionError", "daemonic processes are not allowed to have children", pool.apply, pool, nested)
expect.equal(pool:apply(sqr, {3}), 9)

local before = #mp.active_children()
assert(not pcall(mp.Pool, 100000))
expect.equal(#mp.active_children(), before)
