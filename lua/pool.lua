-- Pool: workers that do tasks, for multiprocessing.lua.
--
-- The pool's object in shared memory (sandbox/runtime/pool.c) holds the tasks, the results and who works on what. Here
-- are the jobs: a job is one call of map, apply …, and its tasks follow each other. There is no thread in the owner to
-- handle results: it does so whenever it waits, for whatever it be (tend_others).
--
-- What the initializer has set its tasks see: variables that both use are the worker's own.

local core, Process = ...
local raise = core.raise

local ITEM, SPREAD, KEYWORDS = 0, 1, 2   -- how items become arguments (script/pool.c)
local none = {}
local TOGETHER = 256 -- items whose results are heard of at once, where nobody sees them before
local AHEAD = 4 -- imap over an iterator: tasks for each worker that are given out before their results are asked for

local Pool, Result, Iterator = {}, {}, {}
local pools = {} -- the pools of this process that were not joined, as keys

-- Arguments -----------------------------------------------------------------------------------------------------------

local function private(self, method)
  local p = type(self) == "table" and rawget(self, "_pool")
  if not p then
    raise("TypeError", ("Pool.%s was called on a %s: write pool:%s()"):format(method, type(self), method))
  end
  if p.owner ~= core.getpid() then raise("ValueError", "a pool is used by the process that made it") end
  return p
end

local function running(self, method)
  local p = private(self, method)
  if p.state ~= "running" then raise("ValueError", "Pool not running") end
  return p
end

local function callable(value, method, name)
  if type(value) ~= "function" then
    raise("TypeError", ("Pool.%s: %s must be a function, not a %s"):format(method, name, type(value)))
  end
end

local function optional(value, kind, method, name)
  if value ~= nil and type(value) ~= kind then
    raise("TypeError", ("Pool.%s: %s must be a %s, not a %s"):format(method, name, kind, type(value)))
  end
end

-- Positional arguments, or one plain table of keywords behind the first ones. Where a table is expected anyway, all its
-- names must be keywords, to be taken for them.
local function keywords(method, names, tables, ...)
  local given, n = {...}, select("#", ...)
  local last = given[n]
  if n > 0 and type(last) == "table" and not getmetatable(last) and next(last) ~= nil then
    local known, all = {}, true
    for i, name in ipairs(names) do known[name] = i end
    for name in pairs(last) do
      if not known[name] and not tables[n] then core.unknown("Pool." .. method, name, known) end
      all = all and known[name] and known[name] >= n
    end
    if all then
      given[n] = nil
      for name, value in pairs(last) do given[known[name]] = value end
    end
  end
  return table.unpack(given, 1, #names)
end

local function size_of(list)
  local n = rawget(list, "n")
  return math.type(n) == "integer" and n >= #list and n or #list
end

-- A list as it is; an iterator's values as a list.
local function as_list(list, method)
  if type(list) == "table" then return list, size_of(list) end
  if type(list) ~= "function" then
    raise("TypeError", ("Pool.%s: the items must be a list or an iterator, not a %s"):format(method, type(list)))
  end
  local items, n = {}, 0
  for item in list do
    n = n + 1
    items[n] = item
  end
  return items, n
end

local function whole(value, method, name)
  if math.type(value) == "float" and value == math.floor(value) then value = math.tointeger(value) end
  if math.type(value) ~= "integer" then
    raise("TypeError", ("Pool.%s: %s must be a whole number, not %s"):format(method, name, tostring(value)))
  end
  if value < 1 then raise("ValueError", ("Pool.%s: %s must be 1 or more, not %d"):format(method, name, value)) end
  return value
end

-- Python's rule: four chunks for each worker.
local function default_chunk(n, workers)
  return math.max(1, (n + workers * 4 - 1) // (workers * 4))
end

-- Workers -------------------------------------------------------------------------------------------------------------

local function work(handle, limit, shared, initializer, initargs)
  for p in pairs(pools) do pools[p] = nil end
  if initializer then initializer(table.unpack(initargs, 1, initargs.n or #initargs)) end
  core.pool_run(handle, limit, shared)
end

local function start_worker(p)
  local worker = Process{target = work, daemon = true,
    args = {p.handle, p.limit or false, p.shared or false, p.initializer or false, p.initargs}}
  if worker.name:find("^Process%-") then worker.name = worker.name:gsub("^Process", "PoolWorker") end
  return worker:start()
end

-- Several at once: while one is being born the next is forked.
local function hire(p, count)
  local workers, failure = {}, nil
  core.pool_hurry(true)
  for i = 1, count do
    local ok, worker = pcall(start_worker, p)
    if not ok then
      failure = worker
      break
    end
    workers[i] = worker
  end
  core.pool_hurry(false)
  for _, worker in ipairs(workers) do p.workers[core.pool_hire(p.handle, worker._process.handle)] = worker end
  if failure then error(failure, 0) end
end

-- Jobs ----------------------------------------------------------------------------------------------------------------

local function finish(p, job)
  job.ready = true
  p.jobs[job.id] = nil
  p.outstanding = p.outstanding - 1
end

-- This may wait, and so hear more news: what came before has to be in the books.
local function call_back(job)
  if job.problem then
    if job.error_callback then core.pool_callback(job.error_callback, job.problem) end
  elseif job.callback then
    core.pool_callback(job.callback, job.value())
  end
end

-- If nothing of it is missing any more. Returns whether that is so.
local function finish_if_done(p, job)
  if job.left > 0 or not job.complete or job.ready then return false end
  finish(p, job)
  return true
end

-- A chunk is done; or it failed, and then problem is an error object. Returns whether it was the job's last.
local function settle(p, job, first, problem)
  if type(problem) == "string" then problem = core.pool_error("RemoteError", problem) end
  if job.arrive then job:arrive(first, problem) end
  if problem and not job.problem then job.problem = problem end
  job.left = job.left - 1
  return finish_if_done(p, job)
end

local function fail_everything(p, kind, message, fields)
  local jobs = {}
  for _, job in pairs(p.jobs) do jobs[#jobs + 1] = job end
  for _, job in ipairs(jobs) do
    job.complete = true
    for index = 1, job.chunks do
      local first = (index - 1) * job.chunksize + 1
      if job.done[first] == nil then
        job.done[first] = true
        if settle(p, job, first, core.pool_error(kind, message, fields)) then call_back(job) end
      end
    end
  end
end

local function lose_task(p, worker, task)
  for _, job in pairs(p.jobs) do
    local index = job.positions and job.positions[task] or job.base and task - job.base
    if index and index >= 1 and index <= job.chunks then
      local first, code = (index - 1) * job.chunksize + 1, worker.exitcode
      if job.done[first] then return end
      job.done[first] = true
      local how = code < 0 and "was killed by signal " .. -code or "ended with exit code " .. code
      local message = ("worker %s (pid %d) %s during this task"):format(worker.name, worker.pid, how)
      local last = settle(p, job, first, core.pool_error("WorkerLost", message,
        {pid = worker.pid, signal = code < 0 and -code or nil, exitcode = code, process = worker.name}))
      if last then call_back(job) end
      return
    end
  end
end

-- A worker ended: its task fails, and another takes its place. One that failed outside of any task failed in its
-- initializer, and so would the next one.
local function lost(p, number, task)
  local worker = p.workers[number]
  p.workers[number] = nil
  if not worker then
    -- One more that it had, and could not put back.
    if p.gone[number] and task ~= 0 and p.state ~= "terminated" then lose_task(p, p.gone[number], task) end
    return
  end
  p.gone[number] = worker
  worker:join()
  local problem = worker.error
  if p.state == "terminated" then return end
  if task ~= 0 then
    lose_task(p, worker, task)
  elseif problem then
    p.broken = p.broken or problem
  end
  if p.broken then
    if not next(p.workers) then
      fail_everything(p, "RemoteError", "no worker is left: " .. p.broken.message,
        {traceback = p.broken.traceback, process = worker.name})
    end
  elseif p.state == "running" or core.pool_waiting(p.handle) > 0 then
    hire(p, 1)
  end
end

local function take_in(p, news)
  local over = {}
  for i = 1, #news, 3 do
    local job, first, problem = news[i], news[i + 1], news[i + 2]
    local last
    if first == 0 then last = finish_if_done(p, job) else last = settle(p, job, first, problem or nil) end
    if last then over[#over + 1] = job end
  end
  for _, job in ipairs(over) do call_back(job) end
end

-- Wait for news of the pool at most so long (nil = for ever), until so many results are there, and take it in. False:
-- there was none.
local function tend(p, timeout, least)
  local alone = next(pools) == p and not next(pools, p)
  local news, number, task = core.pool_collect(p.handle, p.jobs, timeout, alone, least or 1)
  if news == nil then return false end
  if news == "lost" then
    lost(p, number, task)
  else
    take_in(p, news)
  end
  return true
end

-- All pools of this process have their turn, without waiting.
local function tend_others(except)
  local list = {}
  for p in pairs(pools) do list[#list + 1] = p end
  for _, p in ipairs(list) do
    while p ~= except and p.state ~= "terminated" and core.pool_has_news(p.handle) do tend(p, 0) end
  end
end

-- Where all results of the one job that there is are waited for, nobody sees when each of them comes.
local function least_news(p, job)
  if not job or p.outstanding > 1 or job.arrive or job.ready or not job.complete then return 1 end
  return math.max(1, math.min(job.left, TOGETHER // job.chunksize))
end

-- Until the condition holds. False: the time is over. job: it holds when that is ready.
local function await(p, timeout, condition, subject, job)
  if condition(subject) then return true end
  local deadline = timeout and core.time() + timeout
  tend_others(p)
  while not condition(subject) do
    if p.broken and not next(p.workers) then
      fail_everything(p, "RemoteError", "no worker is left: " .. p.broken.message, {traceback = p.broken.traceback})
      return condition(subject)
    end
    local left = deadline and math.max(0, deadline - core.time())
    if not tend(p, left, least_news(p, job)) and left and core.time() >= deadline then return condition(subject) end
  end
  return true
end

local function new_job(p, fields, size)
  if p.broken and not next(p.workers) then
    raise("ValueError", "Pool not running: its initializer failed: " .. p.broken.message)
  end
  local job = fields
  p.last_job = p.last_job + 1
  job.id = p.last_job
  job.results, job.done = core.pool_list(size or 0), core.pool_list(size or 0)
  job.left, job.chunks, job.chunksize = 0, 0, job.chunksize or 1
  job.complete = false
  p.jobs[job.id] = job
  p.outstanding = p.outstanding + 1
  return job
end

local function forget(p, job)
  p.jobs[job.id] = nil
  p.outstanding = p.outstanding - 1
end

-- Give the items first … last to the workers, as the next tasks of the job.
local function submit(p, job, what, list, first, last, kwds)
  while first <= last do
    local position, tasks, behind =
      core.pool_submit(p.handle, job.id, job.mode, job.code, list, first, last, job.chunksize, what, kwds)
    if not job.base then job.base = position - 1 end
    -- Tasks of others may have come between those of an imap that goes on.
    if position ~= job.base + job.chunks + 1 then job.positions = job.positions or {} end
    for i = 1, job.positions and tasks or 0 do job.positions[position + i - 1] = job.chunks + i end
    job.chunks = job.chunks + tasks
    job.left = job.left + tasks
    first = behind
  end
end

-- submit, and whatever cannot cross fails here, and nothing of the job is waited for.
local function submit_all(p, job, ...)
  local ok, problem = pcall(submit, p, job, ...)
  job.complete = true
  if ok then return end
  forget(p, job)
  error(problem, 0)
end

-- Results -------------------------------------------------------------------------------------------------------------

local function is_ready(job) return job.ready end

-- self and the timeout of a method of a result or an iterator, checked.
local function patience(self, class, method, timeout)
  if type(self) ~= "table" or not rawget(self, "_job") then
    raise("TypeError", ("%s.%s was called on a %s: write result:%s(), with a colon"):format(class.__name, method,
      type(self), method))
  end
  timeout = keywords(method, {"timeout"}, none, timeout)
  if timeout ~= nil and type(timeout) ~= "number" then
    raise("TypeError", ("%s.%s: timeout must be a number, not a %s"):format(class.__name, method, type(timeout)))
  end
  return timeout
end

Result.__index = function(_, name)
  local method = Result[name]
  if method == nil then core.unknown("an AsyncResult", name, Result) end
  return method
end
Result.__name = "AsyncResult"
Result.__metatable = false

function Result:wait(timeout)
  timeout = patience(self, Result, "wait", timeout)
  if not await(self._pool, timeout, is_ready, self._job, self._job) then return false, "timeout" end
  return true
end

function Result:ready()
  patience(self, Result, "ready")
  local p = self._pool
  while not self._job.ready and core.pool_has_news(p.handle) do tend(p, 0) end
  return self._job.ready or false
end

function Result:successful()
  patience(self, Result, "successful")
  if not self:ready() then raise("ValueError", "the result is not ready") end
  return self._job.problem == nil
end

function Result:get(timeout)
  timeout = patience(self, Result, "get", timeout)
  if not await(self._pool, timeout, is_ready, self._job, self._job) then return nil, "timeout" end
  if self._job.problem then error(self._job.problem, 0) end
  return self._job.value()
end

function Result:__tostring()
  return ("<AsyncResult %s>"):format(not self._job.ready and "not ready" or self._job.problem and "failed" or "ready")
end

local function result_of(p, job)
  return setmetatable({_pool = p, _job = job}, Result)
end

-- One at a time, in order or as they come: for i, v in pool:imap(f, list) do
Iterator.__index = Iterator
Iterator.__name = "IMapIterator"
Iterator.__metatable = false

-- Read the next items of an iterator, up to some tasks ahead of what was asked for.
local function feed(self)
  local p, job = self._pool, self._job
  while self._source and job.left < AHEAD * p.size do
    local items, n = {}, 0
    while n < job.chunksize do
      local ok, item = pcall(self._source)
      if not ok then self._failure = {item} end
      if not ok or item == nil then
        self._source = nil
        break
      end
      n = n + 1
      items[self._count + n] = item
    end
    if n > 0 then
      local ok, problem = pcall(submit, p, job, "list", items, self._count + 1, self._count + n)
      self._count = self._count + n
      if not ok then
        self._source, self._failure, self._count = nil, {problem}, self._count - n
      end
    end
  end
  if not self._source and not job.complete then
    job.complete = true
    finish_if_done(p, job)
  end
end

-- The next position whose result is here, nil if it is not.
local function next_here(self)
  local job = self._job
  if self._ordered then
    local at = self._at + 1
    local first = at - (at - 1) % job.chunksize
    return job.done[first] and at <= self._count and at or nil
  end
  return self._arrived[self._at + 1]
end

local function has_next(self)
  feed(self)
  return next_here(self) ~= nil or (not self._source and self._at >= self._count)
end

local function take(self)
  local at, job = next_here(self), self._job
  if not at then
    if self._failure then
      local failure = self._failure[1]
      self._failure = nil
      error(failure, 0)
    end
    return nil
  end
  local first = at - (at - 1) % job.chunksize
  local problem = job.problems[first]
  if problem then
    -- Python's iterator ends a chunk that failed at its first item, too.
    self._at = self._at + math.min(job.chunksize, self._count - first + 1)
    error(problem, 0)
  end
  self._at = self._at + 1
  local value = job.results[at]
  job.results[at] = nil
  return at, value
end

function Iterator:next(timeout)
  timeout = patience(self, Iterator, "next", timeout)
  if not await(self._pool, timeout, has_next, self) then return nil, "timeout" end
  return take(self)
end

function Iterator:__call()
  return self:next()
end

-- Pool ----------------------------------------------------------------------------------------------------------------

-- A library's own function, math.sqrt or mp.sleep, crosses as a call of it by name.
local function by_name(f)
  for _, module in pairs(package.loaded) do
    for name, value in pairs(type(module) == "table" and module or none) do
      if rawequal(value, f) then return function(...) return module[name](...) end end
    end
  end
  raise("TypeError", "func (C function) cannot cross")
end

local function code_of(p, f, method)
  callable(f, method, "func")
  return core.pool_function(f, p.shared) or core.pool_function(by_name(f), p.shared)
end

local function apply(self, method, f, args, kwds, callback, error_callback)
  local p = running(self, method)
  local code = code_of(p, f, method)
  optional(args, "table", method, "args")
  optional(kwds, "table", method, "kwds")
  optional(callback, "function", method, "callback")
  optional(error_callback, "function", method, "error_callback")
  local job = new_job(p, {mode = kwds and KEYWORDS or SPREAD, code = code, callback = callback,
    error_callback = error_callback})
  job.value = function() return job.results[1] end
  submit_all(p, job, "args", {args or {}}, 1, 1, kwds)
  return result_of(p, job)
end

function Pool:apply_async(f, ...)
  local names = {"args", "kwds", "callback", "error_callback"}
  return apply(self, "apply_async", f, keywords("apply_async", names, {true, true}, ...))
end

function Pool:apply(f, ...)
  return apply(self, "apply", f, keywords("apply", {"args", "kwds"}, {true, true}, ...)):get()
end

local function map(self, method, mode, f, list, chunksize, callback, error_callback)
  local p = running(self, method)
  local code = code_of(p, f, method)
  optional(callback, "function", method, "callback")
  optional(error_callback, "function", method, "error_callback")
  local items, n = as_list(list, method)
  if chunksize ~= nil then chunksize = whole(chunksize, method, "chunksize") end
  if mode == SPREAD then
    for i = 1, n do
      if type(items[i]) ~= "table" then
        raise("TypeError",
          ("Pool.%s: list[%d] must be a table of arguments, not a %s"):format(method, i, type(items[i])))
      end
    end
  end
  local job = new_job(p, {mode = mode, code = code, chunksize = chunksize or default_chunk(n, p.size),
    callback = callback, error_callback = error_callback}, n)
  job.value = function() return job.results end
  submit_all(p, job, "list", items, 1, n)
  if finish_if_done(p, job) then call_back(job) end
  return result_of(p, job)
end

local map_names = {"chunksize", "callback", "error_callback"}

function Pool:map(f, list, ...)
  return map(self, "map", ITEM, f, list, (keywords("map", {"chunksize"}, none, ...))):get()
end

function Pool:map_async(f, list, ...)
  return map(self, "map_async", ITEM, f, list, keywords("map_async", map_names, none, ...))
end

function Pool:starmap(f, list, ...)
  return map(self, "starmap", SPREAD, f, list, (keywords("starmap", {"chunksize"}, none, ...))):get()
end

function Pool:starmap_async(f, list, ...)
  return map(self, "starmap_async", SPREAD, f, list, keywords("starmap_async", map_names, none, ...))
end

local function imap(self, method, ordered, f, list, chunksize)
  local p = running(self, method)
  local code = code_of(p, f, method)
  if chunksize ~= nil then chunksize = whole(chunksize, method, "chunksize") end
  -- What can be wrong with the arguments has to be found before there is a job: join waits for every job.
  local items, n
  if type(list) ~= "function" then items, n = as_list(list, method) end
  local job = new_job(p, {mode = ITEM, code = code, chunksize = chunksize or 1, problems = {}})
  local iterator = setmetatable({_pool = p, _job = job, _ordered = ordered, _at = 0, _count = 0}, Iterator)
  job.value = function() return nil end
  if not ordered then iterator._arrived = {} end
  function job.arrive(_, first, problem)
    job.problems[first] = problem
    if ordered then return end
    for i = first, math.min(first + job.chunksize - 1, iterator._count) do
      iterator._arrived[#iterator._arrived + 1] = i
    end
  end
  if type(list) == "function" then
    iterator._source = list
    feed(iterator)
  else
    iterator._count = n
    submit_all(p, job, "list", items, 1, n)
    finish_if_done(p, job)
  end
  return iterator
end

function Pool:imap(f, list, ...)
  return imap(self, "imap", true, f, list, (keywords("imap", {"chunksize"}, none, ...)))
end

function Pool:imap_unordered(f, list, ...)
  return imap(self, "imap_unordered", false, f, list, (keywords("imap_unordered", {"chunksize"}, none, ...)))
end

function Pool:close()
  local p = private(self, "close")
  if p.state ~= "running" then return end
  p.state = "closed"
  core.pool_close(p.handle, false)
end

local function join_workers(p)
  for number, worker in pairs(p.workers) do
    worker:join()
    p.workers[number] = nil
  end
  pools[p] = nil
end

function Pool:terminate()
  local p = private(self, "terminate")
  if p.state == "terminated" then return end
  p.state = "terminated"
  core.pool_close(p.handle, true)
  for _, worker in pairs(p.workers) do worker:terminate() end
  join_workers(p)
  for _, job in pairs(p.jobs) do
    job.callback, job.error_callback = nil, nil
  end
  fail_everything(p, "PoolTerminated", "the pool was terminated before this was done")
end

function Pool:join()
  local p = private(self, "join")
  if p.state == "running" then raise("ValueError", "Pool is still running: close() or terminate() it first") end
  await(p, nil, function() return p.outstanding == 0 or p.state == "terminated" end)
  join_workers(p)
end

local instances = {
  __name = "Pool",
  __metatable = false,
  __index = function(self, name)
    local method = Pool[name]
    if method ~= nil then return method end
    if name == "name" then return self._pool.handle.name end
    core.unknown("a Pool", name, Pool)
  end,
  __newindex = function(_, name)
    raise("AttributeError", ("a Pool has no attribute '%s' to set"):format(tostring(name)))
  end,
  __tostring = function(self)
    local p = self._pool
    return (tostring(p.handle):gsub(">$", (" state=%s pool_size=%d>"):format(p.state, p.size)))
  end,
  __close = function(self)
    if self._pool.owner == core.getpid() then self:terminate() end
  end,
}

local function construct(...)
  local processes, initializer, initargs, limit, name = core.pool_arguments(...)
  if processes == nil then processes = core.cpu_count() end
  if math.type(processes) ~= "integer" then
    raise("TypeError", "Pool: processes must be a whole number, not " .. tostring(processes))
  end
  if processes < 1 then raise("ValueError", "Number of processes must be at least 1") end
  if initializer ~= nil and type(initializer) ~= "function" then
    raise("TypeError", "initializer must be a function, not a " .. type(initializer))
  end
  if limit ~= nil and (math.type(limit) ~= "integer" or limit < 1) then
    raise("ValueError", "maxtasksperchild must be a positive whole number or nil")
  end
  local p = {
    handle = core.pool_new(name), owner = core.getpid(), size = processes, limit = limit, initializer = initializer,
    initargs = initargs or {}, shared = initializer and core.pool_shared(initializer), state = "running",
    workers = {}, gone = {}, jobs = {}, last_job = 0, outstanding = 0,
  }
  local self = setmetatable({_pool = p}, instances)
  pools[p] = true
  core.pool_attend(tend_others)
  local ok, problem = pcall(hire, p, processes)
  if not ok then
    self:terminate()
    error(problem, 0)
  end
  return self
end

return construct
