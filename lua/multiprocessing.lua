-- multiprocessing: Python's module of that name, for Lua.
--
-- Locks, semaphores, events, queues and values are made in C (sandbox/script), one file a kind. Here is what has
-- classes: Process, and Pool, from pool.lua. `core` brings the C functions.
--
-- In a child everything below is inherited by the fork: `current` is the parent's object until `bootstrap` runs.

local core = ...
if core == "multiprocessing" then -- a plain Lua requires us
  if _VERSION ~= "Lua 5.4" then error("multiprocessing is for Lua 5.4, and this is " .. _VERSION, 0) end
  return require("multiprocessing_core").multiprocessing
end

local mp = {}

local raise = core.raise

for _, name in ipairs {
  "Lock", "RLock", "Semaphore", "BoundedSemaphore", "Condition", "Barrier", "Event",
  "Queue", "SimpleQueue", "JoinableQueue", "Pipe", "Value", "RawValue", "Array", "RawArray",
  "getpid", "getppid", "cpu_count", "sleep", "time", "exit",
} do
  mp[name] = core[name]
end

-- Process -------------------------------------------------------------------------------------------------------------

local Process = {}
local current               -- the Process object of the process we are in
local parent                -- that of its parent, nil in main
local children = {}         -- started by us and not yet reaped, as keys
local constructed = 0       -- Process objects made here: they give the numbers in names

local function is_process(value)
  return type(value) == "table" and rawget(value, "_process") ~= nil
end

-- The private part of a Process object, checked.
local function private(self, method, also_closed)
  if not is_process(self) then
    raise("TypeError", ("Process.%s was called on a %s: write process:%s()"):format(method, type(self), method))
  end
  local p = self._process
  if p.closed and not also_closed then raise("ValueError", "process object is closed") end
  return p
end

-- alive, pid, exit code. What the runtime has forgotten was joined, and p remembers it.
local function look(self, p)
  if self == current then return true, core.getpid() end
  if not p.handle then return false end
  if p.exitcode then return false, p.pid, p.exitcode end
  local alive, _, code = core.info(p.handle)
  p.exitcode = code
  return alive or false, p.pid, code
end

local know_oneself
local get = {}

function get.name(_, p) return p.name end
function get.daemon(_, p) return p.daemon end
function get.pid(self, p) return (select(2, look(self, p))) end
get.ident = get.pid
function get.exitcode(self, p) return (select(3, look(self, p))) end

-- For mp.wait: ready once the process has ended.
function get.sentinel(self, p)
  if self == current then know_oneself() end
  if not p.handle then raise("ValueError", "the process was not started: it has no sentinel yet") end
  return p.handle
end

-- A child that has ended is reaped in passing; its error comes with it.
local function ended(self, p, code, kind, text)
  p.exitcode = code
  children[self] = nil
  if not kind or code == 0 then return end
  local message, traceback = text:match("^(.-)\n(.*)$")
  p.error = {kind = kind, message = message or text, traceback = traceback or ""}
end

-- nil | {kind, message, traceback}: of a child that ended by an uncaught error.
function get.error(self, p)
  if children[self] then
    local code, kind, text = core.reap(p.handle)
    if code then ended(self, p, code, kind, text) end
  end
  return p.error
end

function get.nice(self, p)
  local alive, pid = look(self, p)
  if alive then p.nice = core.get_nice(pid) or p.nice end
  return p.nice or core.get_nice(core.getpid())
end

function get.affinity(self, p)
  local alive, pid = look(self, p)
  if alive then p.affinity = core.get_affinity(pid) or p.affinity end
  return p.affinity or core.get_affinity(core.getpid())
end

local set = {}

local function check_nice(nice)
  if math.type(nice) ~= "integer" then raise("TypeError", "nice is a whole number, not " .. tostring(nice)) end
  if nice < -20 or nice > 19 then raise("ValueError", ("nice goes from -20 to 19; %d does not"):format(nice)) end
  return nice
end

local function check_affinity(list)
  if type(list) ~= "table" then raise("TypeError", "affinity is a list of processors, {0, 1}, not a " .. type(list)) end
  if #list == 0 then raise("ValueError", "affinity needs at least one processor: {0}") end
  for _, cpu in ipairs(list) do
    if math.type(cpu) ~= "integer" or cpu < 0 or cpu > 1023 then
      raise("ValueError", ("affinity: %s is no number of a processor"):format(tostring(cpu)))
    end
  end
  return table.move(list, 1, #list, 1, {})
end

-- true | nil, "permission" | nil, "exited". Before start() it is only noted.
local function change(self, p, what, value)
  local alive, pid = look(self, p)
  if not alive then
    if p.handle then return nil, "exited" end
    p[what] = value
    return true
  end
  return core["set_" .. what](pid, value)
end

function set.nice(self, p, nice)
  local done, why = change(self, p, "nice", check_nice(nice))
  if not done then raise(why == "permission" and "PermissionError" or "OSError", "nice: " .. why) end
end

function set.affinity(self, p, list)
  local done, why = change(self, p, "affinity", check_affinity(list))
  if not done then raise(why == "permission" and "PermissionError" or "OSError", "affinity: " .. why) end
end

function set.name(_, p, name)
  if type(name) ~= "string" then raise("TypeError", "the name of a process is a string, not a " .. type(name)) end
  p.name = name
end

function set.daemon(self, p, daemon)
  if p.handle or self == current then
    raise("AssertionError", "process has already started: daemon is set before start()")
  end
  if type(daemon) ~= "boolean" then raise("TypeError", "daemon is true or false, not a " .. type(daemon)) end
  p.daemon = daemon
end

local function read_only(name)
  raise("AttributeError", ("a Process's %s cannot be set"):format(name))
end

-- Instances of a class: methods first, then attributes; fields that a subclass sets are its own.
local function metatable_of(class)
  return {
    __name = "Process",
    __index = function(self, name)
      local method = class[name]
      if method ~= nil then return method end
      if get[name] then return get[name](self, private(self, tostring(name), name == "name" or name == "daemon")) end
    end,
    __newindex = function(self, name, value)
      if set[name] then return set[name](self, private(self, name), value) end
      if get[name] then read_only(name) end
      rawset(self, name, value)
    end,
    __tostring = function(self)
      local p = self._process
      local alive, pid, code = look(self, p)
      local state = alive and "started" or code and "stopped exitcode=" .. code or pid and "stopped" or "initial"
      return ("<%s name='%s'%s%s %s%s>"):format(class.__name, p.name, pid and " pid=" .. pid or "",
        p.parent_pid and " parent=" .. p.parent_pid or "", p.closed and "closed" or state, p.daemon and " daemon" or "")
    end,
    -- local p <close> = mp.Process{…}:start()
    __close = function(self, problem)
      local p = self._process
      if not p.handle or p.closed or p.creator ~= current then return end
      if problem ~= nil then self:terminate() end
      self:join()
    end,
  }
end

local function highest_index(list)
  local highest = 0
  for index in pairs(list) do
    if math.type(index) == "integer" and index > highest then highest = index end
  end
  return highest
end

-- What every Process object has, whatever its class.
local function initialize(self, class, ...)
  -- The first is Python's group, always nil.
  local _, target, name, args, kwargs, daemon, nice, affinity = core.arguments(...)
  constructed = constructed + 1
  local own = current._process
  local identity = own.identity ~= "" and own.identity .. ":" .. constructed or tostring(constructed)
  local p = self._process
  p.identity = identity
  p.name = name or class.__name .. "-" .. identity
  p.target, p.args, p.kwargs = target, args or {}, kwargs
  p.daemon = own.daemon
  if daemon ~= nil then p.daemon = daemon end
  p.nice = nice and check_nice(nice)
  p.affinity = affinity and check_affinity(affinity)
  p.creator = current
  p.parent_pid = core.getpid()
end

local function construct(class, ...)
  local self = setmetatable({_process = {}}, class.__instances)
  if class == Process then
    initialize(self, class, ...)
  else
    initialize(self, class)
    if class.init then class.init(self, ...) end
  end
  return self
end

local function new_class(class, name, base)
  class.__name = name
  class.__instances = metatable_of(class)
  return setmetatable(class, {__index = base, __call = construct})
end

function Process:subclass(name)
  if type(self) ~= "table" or not rawget(self, "__instances") then
    raise("TypeError", "write mp.Process:subclass(\"Name\"), with a colon")
  end
  if type(name) ~= "string" then raise("TypeError", "a subclass needs a name: mp.Process:subclass(\"Worker\")") end
  return new_class({}, name, self)
end

-- The whole of a process's work; a subclass may have its own.
function Process:run()
  local p = self._process
  if not p.target then return end
  core.call(p.target, p.args, highest_index(p.args), p.kwargs)
end

function know_oneself()
  local p = current._process
  if not p.handle then
    local handle, name = core.own()
    p.handle, p.name, p.pid = handle, p.name or name, core.getpid()
  end
  return current
end

-- First in the child: it is now the current process, and has no children.
local function bootstrap(self)
  parent = current
  current = self
  children, constructed = {}, 0
  know_oneself()
  for _, what in ipairs {"nice", "affinity"} do
    local value = self._process[what]
    if value then
      local done, why = core["set_" .. what](core.getpid(), value)
      if not done then raise("PermissionError", ("%s: %s"):format(what, why)) end
    end
  end
  self:run()
end

local function forget_ended()
  for child in pairs(children) do
    local p = child._process
    local code, kind, text = core.reap(p.handle)
    if code then ended(child, p, code, kind, text) end
  end
end

function Process:start()
  local p = private(self, "start")
  if p.handle or self == current then raise("AssertionError", "cannot start a process twice") end
  if p.creator ~= current then raise("AssertionError", "can only start a process object created by current process") end
  if current._process.daemon then raise("AssertionError", "daemonic processes are not allowed to have children") end
  know_oneself()
  if not core.is_controlled() then forget_ended() end -- looking is a step there, and nobody asked for it
  p.handle, p.pid = core.spawn(p.name, p.daemon, bootstrap, self)
  children[self] = true
  return self
end

function Process:join(...)
  local p = private(self, "join")
  if self == current then raise("AssertionError", "cannot join current process") end
  if not p.handle then raise("AssertionError", "can only join a started process") end
  if p.exitcode and not children[self] then return true end
  local over, result, kind, text = core.join(p.handle, ...)
  if not over then return false, result end
  ended(self, p, result, kind, text)
  return true
end

function Process:is_alive()
  return (look(self, private(self, "is_alive")))
end

local function send(self, p, signal)
  if self == current then know_oneself() end
  if not p.handle then raise("ValueError", "the process was not started") end
  return core.signal(p.handle, signal)
end

function Process:terminate()
  return send(self, private(self, "terminate"), "TERM")
end

function Process:kill()
  return send(self, private(self, "kill"), "KILL")
end

-- SIGINT: an error of kind Interrupted at what it is doing.
function Process:interrupt()
  return send(self, private(self, "interrupt"), "INT")
end

function Process:close()
  local p = private(self, "close", true)
  if p.closed then return end
  if look(self, p) then raise("ValueError", "cannot close a process while it is still running: join() it first") end
  forget_ended()
  p.closed = true
  children[self] = nil
end

mp.Process = new_class(Process, "Process")

-- The process we are in -----------------------------------------------------------------------------------------------

-- The object of main. Here is still the supervisor: what main is called, and its handle, are known later.
current = setmetatable({_process = {identity = "", daemon = false}}, Process.__instances)

mp.current_process = know_oneself
function mp.parent_process() return parent end

function mp.active_children()
  local list = {}
  forget_ended()
  for child in pairs(children) do list[#list + 1] = child end
  table.sort(list, function(a, b) return a.pid < b.pid end)
  return list
end

-- Waiting for several objects -----------------------------------------------------------------------------------------

-- Connections, queues, processes and sentinels → those of them that are ready.
function mp.wait(list, timeout)
  if type(list) ~= "table" or is_process(list) then
    raise("TypeError", "wait takes a list: mp.wait({a, b}, timeout)")
  end
  if type(timeout) == "table" then
    for name in pairs(timeout) do
      if name ~= "timeout" then raise("TypeError", ("wait has no parameter '%s', only 'timeout'"):format(name)) end
    end
    timeout = timeout.timeout
  end
  if timeout ~= nil and type(timeout) ~= "number" then
    raise("TypeError", ("wait: timeout must be a number, not a %s"):format(type(timeout)))
  end
  local handles, ready = {}, {}
  for i, object in ipairs(list) do
    if is_process(object) then object = get.sentinel(object, private(object, "wait")) end
    if not core.waitable(object) then
      raise("TypeError", ("item %d of wait is a %s, not a connection, a queue or a process"):format(i, type(object)))
    end
    handles[i] = object
  end
  for i, place in ipairs(core.wait_any(handles, timeout)) do ready[i] = list[place] end
  return ready
end

-- Pool ----------------------------------------------------------------------------------------------------------------

mp.Pool = core.pool(core, Process)

-- Priorities and processors ------------------------------------------------------------------------------------------

local function checked(process, name)
  if not is_process(process) then
    raise("TypeError", ("mp.%s takes a process first, not a %s"):format(name, type(process)))
  end
  return private(process, name)
end

function mp.setpriority(process, nice)
  return change(process, checked(process, "setpriority"), "nice", check_nice(nice))
end

function mp.getpriority(process)
  return get.nice(process, checked(process, "getpriority"))
end

function mp.sched_setaffinity(process, processors)
  return change(process, checked(process, "sched_setaffinity"), "affinity", check_affinity(processors))
end

return setmetatable(mp, {
  __index = function(_, name)
    core.unknown("multiprocessing", name, mp)
  end,
})
