-- The stubs, read: `sandbox help api` calls this file with a table of what it wants (see page), and
--                    lua5.4 lua/meta/reference.lua FILE...            writes a reference page in Markdown
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

-- How a function is called, as a scenario writes it.
local function call_of(entry)
  return (entry.call:gsub("^(%u)", string.lower))
end

-- Markdown ------------------------------------------------------------------------------------------------------------

local function markdown(entries, put)
  local function rows(list, show)
    for _, item in ipairs(list) do
      local name, rest = show(item)
      put(("- `%s`%s"):format(name, rest ~= "" and ": " .. rest or ""))
    end
    if #list > 0 then put("") end
  end

  for _, entry in ipairs(entries) do
    if entry.kind == "class" then
      local top = not entry.class:find(".", 1, true)
      put(("%s %s\n"):format(top and "#" or "##", top and entry.class or short(entry.class)))
      if entry.base ~= "" then put(("As `%s`, and:\n"):format(short(entry.base))) end
    else
      put(("### `%s`\n"):format(call_of(entry)))
    end
    if #entry.text > 0 then put(short(table.concat(entry.text, "\n")) .. "\n") end
    rows(entry.fields, typed)
    rows(entry.params, typed)
    if #entry.returns > 0 then put("Returns:\n") end
    rows(entry.returns, result)
    for _, overload in ipairs(entry.overloads) do put(("Also `%s`\n"):format(short(overload))) end
  end
end

-- Text for a terminal -------------------------------------------------------------------------------------------------

-- put() one paragraph in lines of so many columns; what follows the first is indented by `hang` more.
local function wrap(text, indent, hang, width, put)
  local line = (" "):rep(indent)
  local filled = false
  for word in text:gmatch("%S+") do
    if filled and utf8.len(line) + 1 + utf8.len(word) > width then
      put(line)
      line, filled = (" "):rep(indent + hang), false
    end
    line = line .. (filled and " " or "") .. word
    filled = true
  end
  if filled then put(line) end
end

local function paragraphs(lines, indent, width, put)
  for paragraph in (table.concat(lines, "\n") .. "\n\n"):gmatch("(.-)\n\n+") do
    if paragraph ~= "" then
      wrap(short(paragraph), indent, 0, width, put)
      put("")
    end
  end
end

local function plain(entries, put, width, styled)
  local function style(code, text) return styled and ("\27[%sm%s\27[0m"):format(code, text) or text end

  local function rows(title, list, show, indent)
    if #list == 0 then return end
    put((" "):rep(indent) .. title)
    for _, item in ipairs(list) do
      local name, rest = show(item)
      wrap(name .. (rest ~= "" and "  " .. rest or ""), indent + 2, 4, width, put)
    end
    put("")
  end

  for _, entry in ipairs(entries) do
    local indent = entry.kind == "class" and 0 or 4
    if entry.kind == "class" then
      put(style("1;4", short(entry.class)) .. "\n")
      if entry.base ~= "" then put(("As %s, and:\n"):format(short(entry.base))) end
    else
      put("  " .. style("1", call_of(entry)) .. "\n")
    end
    paragraphs(entry.text, indent, width, put)
    rows("Fields:", entry.fields, typed, indent)
    rows("Arguments:", entry.params, typed, indent)
    rows("Returns:", entry.returns, result, indent)
    for _, overload in ipairs(entry.overloads) do
      wrap("Also " .. short(overload), indent, 5, width, put)
      put("")
    end
  end
end

-- Looking up ----------------------------------------------------------------------------------------------------------

-- "mp.Lock", "Lock", "lock:acquire()" → "Lock", "Lock", "lock.acquire"
local function normal(word)
  word = word:gsub(":", "."):gsub("%(.*$", "")
  return (word:gsub("^mp%.", ""):gsub("^multiprocessing%.", ""):gsub("^sandbox%.", ""))
end

-- What is asked for, most exact first: a class with all that is in it, its constructor included; one of its functions
-- or fields, also an inherited one; whatever has that name. And the names that there are.
local function look_up(all, word)
  local classes, exact, inside, named, names, seen = {}, {}, {}, {}, {}, {}
  local class, member = word:match("^([^.]+)%.(.+)$")

  local function name(text)
    if not seen[text] then names[#names + 1] = text end
    seen[text] = true
  end

  local function is_base(candidate, of)
    while of and of.base ~= "" do
      if short(of.base) == candidate then return true end
      of = classes[short(of.base)]
    end
  end

  for _, entry in ipairs(all) do
    if entry.kind == "class" then classes[short(entry.class)] = entry end
  end
  for _, entry in ipairs(all) do
    local own = short(entry.class)
    local of_module = not entry.class:find(".", 1, true)
    local parent = own == class or (class and is_base(own, classes[class]))
    if own == word or (of_module and entry.name == word) then exact[#exact + 1] = entry end
    if entry.kind == "class" then name(own) end
    if entry.name then
      if of_module then name(entry.name) else name(own .. "." .. entry.name) end
      if parent and entry.name == member then inside[#inside + 1] = entry end
      if entry.name == word then named[#named + 1] = entry end
    end
    for _, field in ipairs(entry.kind == "class" and entry.fields or {}) do
      local found = {kind = "function", call = own .. "." .. field[1], class = entry.class, text = {}, fields = {field},
        params = {}, returns = {}, overloads = {}}
      name(own .. "." .. field[1])
      if parent and field[1] == member then inside[#inside + 1] = found end
      if field[1] == word then named[#named + 1] = found end
    end
  end
  for _, found in ipairs {exact, inside, named} do
    if #found > 0 then return found end
  end
  return nil, names
end

-- page{files=, word=, markdown=, width=, styled=} → text | nil, the names that there are
local function page(how)
  local all, lines = {}, {}
  local function put(line) lines[#lines + 1] = line end
  for _, path in ipairs(how.files) do
    for _, entry in ipairs(read(path)) do
      if entry.kind ~= "alias" then all[#all + 1] = entry end
    end
  end
  if how.word then
    local found, names = look_up(all, normal(how.word))
    if not found then return nil, names end
    all = found
  end
  if how.markdown then markdown(all, put) else plain(all, put, how.width, how.styled) end
  return table.concat(lines, "\n") .. "\n"
end

-- ---------------------------------------------------------------------------------------------------------------------

local how = ...
if type(how) == "table" then return page(how) end

local names_only = arg[1] == "--names"
local files = {table.unpack(arg, names_only and 2 or 1)}
if #files == 0 then
  io.stderr:write("reference.lua: which stubs? Name their files: lua/meta/multiprocessing.lua lua/meta/sandbox.lua\n")
  os.exit(2)
end
if not names_only then
  io.write(page{files = files, markdown = true})
else
  for _, path in ipairs(files) do print_names(path) end
end
