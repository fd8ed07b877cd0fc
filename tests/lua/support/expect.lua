-- What the specs share.
local expect = {}

-- f(...) raises an error object of that kind, whose text contains `text`.
function expect.error(kind, text, f, ...)
  local ok, problem = pcall(f, ...)
  assert(not ok, "no error, but a " .. kind .. " was expected: " .. text)
  assert(type(problem) == "table" and problem.kind == kind, "a " .. kind .. " was expected, not: " .. tostring(problem))
  assert(tostring(problem):find(text, 1, true), "the error does not say '" .. text .. "': " .. tostring(problem))
end

-- The same, and it names the file and the line of this very call: so f stands on that line.
function expect.misuse(kind, text, f)
  local place = debug.traceback("", 2):match("%(?([^%s/]+%.lua:%d+):", 1)
  local ok, problem = pcall(f)
  assert(not ok, place .. ": no error, but a " .. kind .. " was expected: " .. text)
  assert(type(problem) == "table", place .. ": a bare error: " .. tostring(problem))
  local said, begins = tostring(problem), place .. ": " .. kind .. ": "
  assert(said:sub(1, #begins) == begins and said:find(text, 1, true), begins .. text .. ", not: " .. said)
end

function expect.equal(got, wanted)
  assert(got == wanted, ("%s was expected, not %s"):format(wanted, got))
end

-- Run f(...) in a process of its own, and return its exit code.
function expect.exit_code(f, ...)
  local mp = require "multiprocessing"
  local p = mp.Process{target = f, args = {...}}:start()
  assert(p:join(30), "the process did not end")
  return p.exitcode
end

return expect
