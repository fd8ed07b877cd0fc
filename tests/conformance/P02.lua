-- What is passed in args reaches the child, equal.
-- args: --timeout 60
local mp = require "multiprocessing"

local function echo(q, ...) q:put(table.pack(...)) end

local q = mp.Queue()
local p = mp.Process{target = echo, args = {q, 1, "str", {1}, {a = {b = {2.5, true}}}}}
p:start()
local got = q:get()
p:join()
assert(got.n == 4)
assert(got[1] == 1 and math.type(got[1]) == "integer")
assert(got[2] == "str")
assert(got[3][1] == 1 and #got[3] == 1)
assert(got[4].a.b[1] == 2.5 and got[4].a.b[2] == true)
