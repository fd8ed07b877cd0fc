-- expect: says: warning: mind the gap
-- expect: says: one nil 2.5
-- What a scenario cannot reach.
assert(io == nil and dofile == nil and loadfile == nil)
for _, name in ipairs {"execute", "remove", "rename", "exit", "getenv", "tmpname", "setlocale"} do
  assert(os[name] == nil, name)
end
for name in pairs(debug) do assert(name == "traceback", name) end
assert(package.loadlib == nil and package.cpath == nil and package.path == nil and package.searchpath == nil)
assert(string.dump == nil and ("").dump == nil)
assert(package.loaded.io == nil and #package.searchers == 2)

-- Text chunks only, whatever is asked for.
local refused, why = load("\27Lua", "binary", "b")
assert(refused == nil and why:find("binary"))
assert(load("return 1 + 1")() == 2)
assert(load("return x", "chunk", "t", {x = 3})() == 3)
local pieces = {"return ", "4"}
assert(load(function() return table.remove(pieces, 1) end)() == 4)
assert(select(2, load("x =")):find("near <eof>", 1, true))

-- Modules: of the scenario's folder, and nothing above it.
assert(require "support.expect".error)
for _, name in ipairs {"../run", "support/expect", "..run", ".run", "/etc/passwd", "io", "nowhere"} do
  assert(not pcall(require, name), name)
end

-- What metatables guard stays as it is.
local mp = require "multiprocessing"
assert(getmetatable(mp.Lock()) == false and not pcall(setmetatable, mp.Lock(), {}))

-- pcall, xpcall, assert, coroutines are Lua's.
assert(select("#", pcall(function() return 1, nil, 3 end)) == 4)
assert(select(2, pcall(error, "plain", 0)) == "plain")
assert(select(2, xpcall(error, function(m) return m .. "!" end, "plain", 0)) == "plain!")
assert(select(2, pcall(assert, false, "word")) == "word" and select(2, pcall(assert, nil)) == "assertion failed!")
assert(select("#", assert(1, 2, nil)) == 3)
local co = coroutine.wrap(function(...)
  local ok, got = pcall(function(...) return coroutine.yield(...) end, ...)
  assert(ok and got == "in")
  return xpcall(coroutine.yield, print, "again")
end)
assert(co("out") == "out" and co("in") == "again" and co() == true)
assert(select(2, coroutine.resume(coroutine.create(function() error("x", 0) end))) == "x")

print("one", nil, 2.5)
warn("mind ", "the gap")
