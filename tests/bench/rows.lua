-- What the rows measure, as a scenario: tests/bench/rows wraps this text in a call that gives the row's name and its
-- number of processes. Prints "RESULT value". rows.py and rows.c do the same work under the same names.
local mp = require "multiprocessing"

local row, n = ...
local seconds = 0.3
local items = 200000
local rounds = 10000 -- at a barrier

local function result(value)
  print(string.format("RESULT %.10g", value))
end

-- How many times a second body(1000) does its thing, all workers together.
local function rate(workers, body)
  local go, results, started = mp.Event(), mp.Queue(), {}
  local function worker()
    go:wait()
    local began, count = mp.time(), 0
    repeat
      body(1000)
      count = count + 1000
    until mp.time() - began >= seconds
    results:put(count / (mp.time() - began))
  end
  for i = 1, workers do
    started[i] = mp.Process{target = worker}:start()
  end
  go:set()
  local sum = 0
  for _ = 1, workers do
    sum = sum + results:get()
  end
  for _, process in ipairs(started) do
    process:join()
  end
  return sum
end

-- There and back, many times: send and receive here, answer in another process.
local function round_trips(send, receive, answer)
  local stop = mp.Value("i", 0, {lock = false})
  local other = mp.Process{target = function()
    while stop.value == 0 do answer() end
  end}:start()
  local began, count = mp.time(), 0
  repeat
    for _ = 1, 50 do
      send()
      receive()
    end
    count = count + 50
  until mp.time() - began >= seconds
  local took = mp.time() - began
  stop.value = 1
  send()
  other:join()
  return count / took
end

-- n producers, n consumers, until everything is through.
local function through(item, count)
  local queue, go, started = mp.Queue(), mp.Event(), {}
  local each = count // n
  for i = 1, n do
    started[i] = mp.Process{target = function()
      for _ = 1, each do queue:get() end
    end}:start()
    started[n + i] = mp.Process{target = function()
      go:wait()
      for _ = 1, each do queue:put(item) end
    end}:start()
  end
  local began = mp.time()
  go:set()
  for _, process in ipairs(started) do
    process:join()
  end
  return each * n / (mp.time() - began)
end

local rows = {}

rows["lock.uncontended"] = function()
  local lock = mp.Lock()
  return rate(1, function(times)
    for _ = 1, times do
      lock:acquire()
      lock:release()
    end
  end)
end

rows["lock.with"] = function()
  local lock = mp.Lock()
  return rate(1, function(times)
    for _ = 1, times do
      local _ <close> = lock:with()
    end
  end)
end

rows["counter.getlock"] = function()
  local counter = mp.Value("q", 0)
  return rate(n, function(times)
    for _ = 1, times do
      local _ <close> = counter:get_lock():with()
      counter.value = counter.value + 1
    end
  end)
end

rows["lock.contended"] = function()
  local lock, counter = mp.Lock(), mp.Value("q", 0, {lock = false})
  return rate(n, function(times)
    for _ = 1, times do
      lock:acquire()
      counter.value = counter.value + 1
      lock:release()
    end
  end)
end

rows["sem.pingpong"] = function()
  local there, back = mp.Semaphore(0), mp.Semaphore(0)
  return round_trips(function()
    there:release()
  end, function()
    back:acquire()
  end, function()
    there:acquire()
    back:release()
  end)
end

-- Who has the turn gives it to the other.
rows["cond.pingpong"] = function()
  local changed, turn = mp.Condition(), mp.Value("i", 0, {lock = false})
  local function pass(mine, to)
    changed:acquire()
    while turn.value ~= mine do changed:wait() end
    turn.value = to
    changed:notify()
    changed:release()
  end
  return round_trips(function() pass(0, 1) end, function() pass(2, 0) end, function() pass(1, 2) end)
end

-- Rounds a second: all n come, and go on.
rows["barrier"] = function()
  local barrier, started = mp.Barrier(n), {}
  local function party()
    for _ = 1, rounds do barrier:wait() end
  end
  local began = mp.time()
  for i = 2, n do started[i - 1] = mp.Process{target = party}:start() end
  party()
  local took = mp.time() - began
  for _, process in ipairs(started) do process:join() end
  return rounds / took
end

-- Microseconds from set() to the sleeper's return from wait().
rows["event.wake"] = function()
  local event, ready, done = mp.Event(), mp.Semaphore(0), mp.Semaphore(0)
  local woke, times, sum = mp.Value("d", 0, {lock = false}), 100, 0
  local sleeper = mp.Process{target = function()
    for _ = 1, times do
      ready:release()
      event:wait()
      woke.value = mp.time()
      event:clear()
      done:release()
    end
  end}:start()
  for _ = 1, times do
    ready:acquire()
    mp.sleep(0.002)
    local set = mp.time()
    event:set()
    done:acquire()
    sum = sum + (woke.value - set)
  end
  sleeper:join()
  return sum / times * 1e6
end

rows["queue.int"] = function()
  return through(7, items)
end

rows["queue.str1k"] = function()
  return through(string.rep("x", 1024), items // 2)
end

rows["queue.pingpong"] = function()
  local there, back = mp.Queue(), mp.Queue()
  return round_trips(function()
    there:put(1)
  end, function()
    back:get()
  end, function()
    there:get()
    back:put(1)
  end)
end

rows["pipe.pingpong"] = function()
  local here, there = mp.Pipe()
  return round_trips(function()
    here:send(1)
  end, function()
    here:recv()
  end, function()
    there:recv()
    there:send(1)
  end)
end

-- Elements a second: one by one, and 8000 at a time from a table and into one.
local function elements(body)
  local array, began, count = mp.Array("d", 1000000), mp.time(), 0
  repeat
    body(array)
    count = count + #array
  until mp.time() - began >= seconds
  return count / (mp.time() - began)
end

rows["array.fill.elem"] = function()
  return elements(function(array)
    for i = 1, #array do array[i] = i end
  end)
end

rows["array.sum.elem"] = function()
  local sum = 0
  return elements(function(array)
    for i = 1, #array do sum = sum + array[i] end
  end)
end

rows["array.assign"] = function()
  local values = {}
  for i = 1, 8000 do values[i] = i * 1.0 end
  return elements(function(array)
    for i = 1, #array, 8000 do array:assign(i, values) end
  end)
end

rows["array.slice"] = function()
  return elements(function(array)
    for i = 1, #array, 8000 do array:slice(i, i + 7999) end
  end)
end

rows["proc.startjoin"] = function()
  local began, count = mp.time(), 0
  repeat
    mp.Process{target = function() end}:start():join()
    count = count + 1
  until mp.time() - began >= seconds
  return count / (mp.time() - began)
end

-- Pools a second: made, closed, joined.
rows["pool.create"] = function()
  local began, count = mp.time(), 0
  repeat
    local pool = mp.Pool(4)
    pool:close()
    pool:join()
    count = count + 1
  until mp.time() - began >= seconds
  return count / (mp.time() - began)
end

-- Items a second, of a list of 10000.
local function map(chunksize)
  local pool, list = mp.Pool(4), {}
  for i = 1, 10000 do list[i] = i end
  local function square(x) return x * x end
  local began, count = mp.time(), 0
  repeat
    pool:map(square, list, chunksize)
    count = count + #list
  until mp.time() - began >= seconds
  local took = mp.time() - began
  pool:close()
  pool:join()
  return count / took
end

rows["pool.map.chunk1"] = function() return map(1) end
rows["pool.map.default"] = function() return map() end

-- Eight idle children; who asked measures the memory, and then ends us.
rows["mem.pss"] = function()
  for _ = 1, n do
    mp.Process{target = function() mp.sleep(60) end}:start()
  end
  mp.sleep(0.2)
  return 0
end

result(rows[row]())
