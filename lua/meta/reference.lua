-- The stubs, read:   lua5.4 lua/meta/reference.lua FILE...            a reference page in Markdown
--                    lua5.4 lua/meta/reference.lua --names FILE...    what they name, for tests/cli/stubs.sh:
--
--     member CLASS NAME         a function, method or field of a class, or of what it inherits from
--     keyword CLASS NAME WORD   a keyword of its function or method NAME; of calling the class itself where NAME is ()

-- What a file says, in its order: {kind = "class" | "function", class=, name=, text=, fields=, params=, returns=, …}.
local function read(path)
  local entries, classes, variables = {}, {}, {}
  local block = {text = {}, fields = {}, params = {}, returns = {}, overloads = {}}

  local function close_block(more)
    local entry = block
    block = {text = {}, fields = {}, params = {}, returns = {}, overloads = {}}
    for key, value in pairs(more) do entry[key] = value end
    if entry.kind then entries[#entries + 1] = entry end
    if entry.kind == "class" then classes[entry.class] = entry end
  end

  local function tag(name, rest)
    if name == "class" then
      block.class, block.base = rest:match("^([%w_.]+):?%s*([%w_.]*)")
    elseif name == "field" or name == "param" then
      local list = name == "field" and block.fields or block.params
      list[#list + 1] = {rest:match("^(%S+) (.*)$")}
    elseif name == "return" then
      block.returns[#block.returns + 1] = rest
    elseif name == "overload" then
      block.overloads[#block.overloads + 1] = rest
    elseif name == "nodiscard" then
      block.nodiscard = true
    end
  end

  for line in io.lines(path) do
    local name, rest = line:match("^%-%-%-@(%w+)%s*(.*)$")
    local text = line:match("^%-%-%-([^@|].*)$") or line == "---" and ""
    local variable = line:match("^local (%w+) = {}")
    local owner, method = line:match("^function (%w+)[.:]([%w_]+)%(")
    if name then
      tag(name, rest)
    elseif text then
      block.text[#block.text + 1] = text
    elseif variable then
      variables[variable] = block.class
      close_block{kind = "class"}
    elseif owner then
      close_block{kind = "function", class = variables[owner], name = method, call = line:match("^function (.-) end")}
    elseif block.class then
      close_block{kind = "class"}
    elseif line:find("^%w+%.%w+ = %w+$") then
      local class, member, value = line:match("^(%w+)%.(%w+) = (%w+)$")
      entries[#entries + 1] = {kind = "alias", class = variables[class], name = member, value = variables[value]}
    end
  end
  return entries, classes
end

-- The keywords of an overload whose argument `options` is a table.
local function keywords(overload, classes)
  local words, class = {}, classes[overload:match("options: ([%w_.]+)")]
  for _, field in ipairs(class and class.fields or {}) do words[#words + 1] = field[1] end
  for word in (overload:match("options: (%b{})") or ""):gmatch("([%w_]+)%??:") do words[#words + 1] = word end
  return words
end

local function print_names(path)
  local entries, classes = read(path)

  local function members(class, of)
    local described = classes[class]
    for _, field in ipairs(described and described.fields or {}) do
      if field[1]:find("^[%w_]+$") then print("member", of, field[1]) end
    end
    for _, entry in ipairs(entries) do
      if entry.class == class and entry.name then print("member", of, entry.name) end
      for _, overload in ipairs(entry.class == class and entry.overloads or {}) do
        for _, word in ipairs(keywords(overload, classes)) do print("keyword", of, entry.name or "()", word) end
      end
    end
    if described and described.base ~= "" then members(described.base, of) end
  end

  for _, entry in ipairs(entries) do
    if entry.kind == "class" then members(entry.class, entry.class) end
  end
end

local function rows(list, show)
  for _, item in ipairs(list) do
    local name, rest = show(item)
    print(("- `%s`%s"):format(name, rest ~= "" and ": " .. rest or ""))
  end
  if #list > 0 then print() end
end

-- A type and what follows it: spaces inside brackets, or after a colon, comma or bar, are the type's own.
local function split_type(text)
  local depth, quoted = 0, false
  for i = 1, #text do
    local c = text:sub(i, i)
    if c == '"' then quoted = not quoted end
    if not quoted and c:find("[%(%[{]") then depth = depth + 1 end
    if not quoted and c:find("[%)%]}]") then depth = depth - 1 end
    if c == " " and depth == 0 and not quoted and not text:sub(i - 1, i - 1):find("[:,|]") then
      return text:sub(1, i - 1), text:sub(i + 1)
    end
  end
  return text, ""
end

-- The types of our own lose the module's name: here all is about it.
local function short(text)
  return (text:gsub("multiprocessing%.(%u)", "%1"):gsub("sandbox%.(%u)", "%1"))
end

local function typed(item)
  local kind, rest = split_type(item[2])
  return ("%s: %s"):format(item[1], short(kind)), short(rest)
end

local function result(text)
  local kind, rest = split_type(text)
  local name, more = rest:match("^([%a_][%w_]*) ?(.*)$")
  return name and ("%s: %s"):format(name, short(kind)) or short(kind), short(more or rest)
end

local function print_page(path)
  local entries = read(path)
  for _, entry in ipairs(entries) do
    if entry.kind == "class" then
      local top = not entry.class:find(".", 1, true)
      print(("%s %s\n"):format(top and "#" or "##", top and entry.class or short(entry.class)))
      if entry.base ~= "" then print(("As `%s`, and:\n"):format(short(entry.base))) end
    elseif entry.kind == "function" then
      print(("### `%s`\n"):format(entry.call:gsub("^(%u)", string.lower)))
    end
    if entry.kind ~= "alias" then
      if #entry.text > 0 then print(short(table.concat(entry.text, "\n")) .. "\n") end
      rows(entry.fields, typed)
      rows(entry.params, typed)
      if #entry.returns > 0 then print("Returns:\n") end
      rows(entry.returns, result)
      for _, overload in ipairs(entry.overloads) do print(("Also `%s`\n"):format(short(overload))) end
    end
  end
end

local show, first = print_page, 1
if arg[1] == "--names" then show, first = print_names, 2 end
if not arg[first] then
  io.stderr:write("reference.lua: which stubs? Name their files: lua/meta/multiprocessing.lua lua/meta/sandbox.lua\n")
  os.exit(2)
end
for i = first, #arg do show(arg[i]) end
