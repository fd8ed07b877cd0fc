-- never: lost
-- expect: Finished after

-- Nothing here is written over by somebody who has not seen it: no note.
local mp = require "multiprocessing"
local unpack = table.unpack

local function at_once(count, f)
  local all = {}
  for i = 1, count do all[i] = mp.Process{target = f, args = {i}}:start() end
  for _, process in ipairs(all) do process:join() end
end

-- One lock for all, in each of the ways to hold it.
local n, lock = mp.Value("i", 0), mp.Lock()
at_once(3, function(i)
  for _ = 1, 300 do
    if i == 1 then
      lock:acquire()
      n.value = n.value + 1
      lock:release()
    else
      lock:with(function() n.value = n.value + 1 end)
    end
  end
end)
assert(n.value == 900)

local m = mp.Value("i", 0)
at_once(3, function(i)
  for _ = 1, 300 do
    if i == 1 then
      local _ <close> = m:get_lock():with()
      m.value = m.value + 1
    else
      local _ <close> = m:with()
      m.value = m.value + 1
    end
  end
end)
assert(m.value == 900)

-- Elements and ranges, each process its own; and one lock for what they share.
local a = mp.Array("i", 12)
at_once(3, function(i)
  for _ = 1, 50 do
    a[i] = a[i] + 1
    local mine = a:slice(3 * i + 1, 3 * i + 3)
    for k = 1, 3 do mine[k] = mine[k] + 1 end
    a:assign(3 * i + 1, mine)
  end
end)
local all = a:slice(1, 12)
assert(#all == 12 and math.min(unpack(all, 4, 12)) == 50, table.concat(all, " "))

-- Turns: through queues, through an event, through a value that says whose turn it is.
local turn, there, back = mp.Value("i", 0), mp.Queue(), mp.Queue()
local other = mp.Process{target = function()
  for _ = 1, 50 do
    there:get()
    turn.value = turn.value + 1
    back:put(true)
  end
end}:start()
for _ = 1, 50 do
  turn.value = turn.value + 1
  there:put(true)
  back:get()
end
other:join()
assert(turn.value == 100)

local whose, done = mp.Value("i", 1), mp.Value("i", 0)
at_once(2, function(i)
  for _ = 1, 20 do
    while whose.value ~= i do mp.sleep(0) end
    done.value = done.value + 1
    whose.value = 3 - i
  end
end)
assert(done.value == 40)

-- Assignments: one writes, others read; several write, nobody has read.
local state, last = mp.Value("d", 0), mp.Value("i", 0)
at_once(4, function(i)
  for k = 1, 50 do
    if i == 1 then state.value = k else assert(state.value >= 0) end
    last.value = i
  end
end)
