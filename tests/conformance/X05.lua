-- args: --timeout 60
-- What was put before a child is born comes before what the child puts; and what is put is a copy.
-- (_TestQueue.test_fork)
local mp = require "multiprocessing"

local q = mp.Queue()
for i = 1, 10 do q:put(i) end
local p = mp.Process{target = function() for i = 11, 20 do q:put(i) end end}:start()
for i = 1, 20 do assert(q:get() == i) end
assert(select(2, q:get(false)) == "empty")
p:join()

local item = {1, {2}}
q:put(item)
item[1], item[2][1] = 10, 20
local got = q:get()
assert(got[1] == 1 and got[2][1] == 2)

-- A size of 0 or less is no limit. (docs, Queue)
for _, maxsize in ipairs {0, -1} do
  local endless = mp.Queue(maxsize)
  for i = 1, 1000 do assert(endless:put(i, false)) end
  assert(endless:qsize() == 1000 and not endless:full())
end
