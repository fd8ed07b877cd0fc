-- expect: says: 20
-- The tutorial of the API, as it is written there, as far as the primitives go.
local mp = require "multiprocessing"

local function worker(q, results, lock, done)
  for n in q:items() do                          -- for n in iter(q.get, None):
    local _ <close> = lock:with()                -- with lock:
    done.value = done.value + 1
    results:put({n, n * n})
  end
end

local q, results = mp.Queue(4), mp.Queue()
local lock, done = mp.Lock(), mp.Value("i", 0)
local ps = {}
for i = 1, 3 do
  ps[i] = mp.Process{target = worker, args = {q, results, lock, done}, name = "w" .. i}
  ps[i]:start()
end
for n = 1, 20 do q:put(n) end
for _ = 1, 3 do q:put(nil) end
for _ = 1, 20 do local r = results:get(); print(r[1], r[2]) end    -- drain, then join
for _, p in ipairs(ps) do p:join(); assert(p.exitcode == 0) end
print(done.value)                                                  -- 20
