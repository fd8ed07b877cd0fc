-- args: --timeout 60
-- expect: says: the end
-- Short tasks are taken many at once. Nobody is to notice: not when one of them waits, lasts, fails or is killed.
local mp = require "multiprocessing"

local SHORT = 3000
local function list(n)
  local items = {}
  for i = 1, n do items[i] = i end
  return items
end

-- Where a task waits for something that only comes when the results of those before it have come.
do
  local pool <close> = mp.Pool(2)
  local go = mp.Event()
  local seen = 0
  for i in pool:imap(function(x) if x == SHORT - 100 then go:wait() end return x end, list(SHORT)) do
    seen = seen + 1
    assert(i == seen)
    if i == SHORT - 101 then go:set() end
  end
  assert(seen == SHORT)
end

-- Or when another task has begun, which was taken together with it.
do
  local pool <close> = mp.Pool(2)
  local go = mp.Event()
  local last = SHORT - 99
  local results = pool:map(function(x)
    if x == SHORT - 100 then go:wait() elseif x == last then go:set() end
    return -x
  end, list(SHORT), 1)
  for i = 1, SHORT do assert(results[i] == -i) end
end

-- One that computes and computes, until another one has been done, without a wait.
do
  local pool <close> = mp.Pool(2)
  local done = mp.Value("i", 0, {lock = false})
  local first, last = SHORT - 100, SHORT - 99
  pool:map(function(x)
    if x == last then done.value = 1 end
    while x == first and done.value == 0 do end
  end, list(SHORT), 1)
end

-- A failure is that of its task: the others are done.
do
  local pool <close> = mp.Pool(2)
  local failed, right = 0, 0
  local results = pool:imap_unordered(function(x)
    if x % 100 == 0 then error("no") elseif x % 100 == 1 then collectgarbage() end
    return x
  end, list(SHORT))
  while true do
    local ok, i = pcall(results.next, results)
    if ok and not i then break end
    if ok then right = right + 1 else failed = failed + 1 end
  end
  assert(failed == SHORT // 100 and right == SHORT - failed)
end

-- A worker that is killed costs the task it was at. The others of its batch have been done, or are done by others.
do
  local pool <close> = mp.Pool(2)
  local done = mp.Array("b", SHORT, {lock = false})
  local lost, right = 0, 0
  local results = pool:imap_unordered(function(x)
    if x % 1000 == 0 then mp.current_process():kill() end
    done[x] = done[x] + 1
    return x
  end, list(SHORT))
  while true do
    local ok, i = pcall(results.next, results)
    if ok and not i then break end
    if ok then right = right + 1 elseif i.kind == "WorkerLost" then lost = lost + 1 end
  end
  assert(lost == 3 and right == SHORT - 3, lost .. " " .. right)
  for x = 1, SHORT do assert(done[x] == (x % 1000 == 0 and 0 or 1)) end
end

-- No worker does more tasks than it may.
do
  local pool <close> = mp.Pool{processes = 2, maxtasksperchild = 100}
  local tasks = {}
  for _, pid in ipairs(pool:map(mp.getpid, list(SHORT), 1)) do tasks[pid] = (tasks[pid] or 0) + 1 end
  for _, n in pairs(tasks) do assert(n <= 100) end
end
print("the end")
