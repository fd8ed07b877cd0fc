-- sandbox: what a scenario says to the person who watches it, and takes from them.

local core = ...
if core == "sandbox" then -- a plain Lua requires us
  if _VERSION ~= "Lua 5.4" then error("sandbox is for Lua 5.4, and this is " .. _VERSION, 0) end
  return require("multiprocessing_core").sandbox
end

local sandbox = {
  -- knob(name, default, {min=, max=, help=}) → value: turned with ←/→ on the screen, or by --set name=value
  knob = core.knob,
  -- work(seconds): burn that much processor time
  work = core.work,
  -- label(text): what this process is doing, in its own words; label() for nothing
  label = core.label,
  -- data(pattern) → {{name=, text=}, …}: the lesson's own files, "books/*.txt"
  data = core.data,
}

return setmetatable(sandbox, {
  __index = function(_, name)
    core.unknown("sandbox", name, sandbox)
  end,
})
