-- Q07: qsize is exact.
-- args: --timeout 60
local mp = require "multiprocessing"

local q = mp.Queue()
local sizes = {q:qsize()}
for _, step in ipairs {"put", "put", "get", "get"} do
  if step == "put" then q:put(1) else q:get() end
  sizes[#sizes + 1] = q:qsize()
end
assert(table.concat(sizes, " ") == "0 1 2 1 0")
