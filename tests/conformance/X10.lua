-- args: --timeout 60
-- Callbacks of maps get the whole list, once, and not when it fails; empty lists are done at once; a chunk has one
-- item or more. (_TestPool.test_map_async_callbacks, test_empty_iterable, test_map_chunksize)
local mp = require "multiprocessing"
local expect = require "support.expect"

local pool <close> = mp.Pool(2)
local heard = {}
local function hear(what) heard[#heard + 1] = what end
local function increment(x) return x + 1 end

pool:map_async(increment, {1}, nil, hear):wait()
expect.equal(#heard, 1)
expect.equal(heard[1][1], 2)
pool:map_async(increment, {"not a number"}, nil, hear, function(e) hear(e.kind) end):wait()
expect.equal(#heard, 2)
expect.equal(heard[2], "RemoteError")
local numbers = {}
for i = 1, 10 do numbers[i] = i end
pool:map_async(increment, numbers, 3, hear):wait()
expect.equal(#heard, 3)
expect.equal(table.concat(heard[3], " "), "2 3 4 5 6 7 8 9 10 11")

for _, method in ipairs {"map", "starmap"} do expect.equal(#pool[method](pool, increment, {}), 0) end
for _, method in ipairs {"map_async", "starmap_async"} do
  local r = pool[method](pool, increment, {})
  assert(r:wait(30) and r:ready() and r:successful())
  expect.equal(#r:get(), 0)
end
for _, method in ipairs {"imap", "imap_unordered"} do expect.equal(pool[method](pool, increment, {}):next(), nil) end
expect.equal(#pool:map(increment, {}, 1), 0)
for _, method in ipairs {"map", "imap", "imap_unordered", "starmap"} do
  for _, chunksize in ipairs {0, -1} do
    expect.error("ValueError", "chunksize", pool[method], pool, increment, {1}, chunksize)
  end
end
