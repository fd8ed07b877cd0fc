---@meta sandbox
-- luacheck: ignore 212 241

---What a scenario says to the person who watches it, and takes from them.
---
---Besides, `print` shows its line as an event, a failed `assert` fails the run, and `math.random` has a seed for each
---process, made of the run's.
---@class sandbox
local sandbox = {}

---A file of the lesson.
---@class sandbox.File
---@field name string from the lesson's folder on
---@field text string

---@class sandbox.KnobOptions
---@field name string
---@field default integer
---@field min integer? default: 0, or the default value if that is less
---@field max integer? default 2147483647
---@field help string? one line for the person

---A number that the person turns with ←/→ on the screen, or sets with `--set NAME=VALUE`.
---
---Raises ValueError when it is declared after the first process has started, twice, or with a default out of range; a
---value of `--set` that is out of range ends the run before it begins.
---@param name string
---@param default integer min to max
---@param options? {min?: integer, max?: integer, help?: string}
---@return integer value
---@overload fun(options: sandbox.KnobOptions): integer
---@nodiscard
function sandbox.knob(name, default, options) end

---Use the processor for so long. Raises ValueError for less than 0.
---@param seconds number of processor time, 0 or more
function sandbox.work(seconds) end

---Say what this process is doing; the screen shows it beside its name.
---@param text? any nil: nothing any more
function sandbox.label(text) end

---The lesson's own files, in order of their names; none when nothing matches.
---
---Files of more than 16 MiB are left out. Raises PermissionError for what is outside of the lesson's folder.
---@param pattern string "books/*.txt", from the lesson's folder on
---@return sandbox.File[]
---@nodiscard
function sandbox.data(pattern) end

return sandbox
