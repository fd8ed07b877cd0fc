-- A lesson's own files, to read, and no others.
local sandbox = require "sandbox"

local files = sandbox.data("support/*.lua")
assert(#files >= 1)
for i, file in ipairs(files) do
  assert(file.name:match("^support/[^/]+%.lua$") and #file.text > 0)
  assert(i == 1 or files[i - 1].name < file.name)
end
assert(#sandbox.data("no-such-file*") == 0)
for _, outside in ipairs {"/etc/passwd", "../run", "support/../../run"} do
  local ok, e = pcall(sandbox.data, outside)
  assert(not ok and e.kind == "PermissionError")
end
assert(not pcall(sandbox.data))
