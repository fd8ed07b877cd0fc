-- args: --timeout 60
-- A result that cannot cross is an error of its task alone, many times over, and the error callback hears of it.
-- (_TestPoolWorkerErrors.test_unpickleable_result)
local mp = require "multiprocessing"
local expect = require "support.expect"

local pool <close> = mp.Pool(2)
for _ = 1, 20 do
  local heard
  local r = pool:apply_async(function() return print end, {}, nil, nil, function(e) heard = e end)
  expect.error("TypeError", "result (C function) cannot cross", r.get, r)
  assert(heard and heard.kind == "TypeError")
end
expect.equal(pool:apply(function() return "still here" end), "still here")

-- Closed at once, with workers that do one task each: all of them are done.
-- (_TestPoolWorkerLifetime.test_pool_worker_lifetime_early_close)
local brief = mp.Pool{processes = 3, maxtasksperchild = 1}
local results = {}
for i = 1, 6 do
  results[i] = brief:apply_async(function(x)
    mp.sleep(0.02)
    return x * x
  end, {i})
end
brief:close()
brief:join()
for i = 1, 6 do expect.equal(results[i]:get(), i * i) end
