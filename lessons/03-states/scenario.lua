-- Each process in another state, until main, which
-- has the key, comes for them after 12 s.
local mp = require "multiprocessing"
local sandbox = require "sandbox"

local workers = sandbox.knob("workers", 1,
  {min = 1, max = 3, help = "how many compute, on one processor"})

local key, over = mp.Lock(), mp.Event()
local one = {mp.current_process().affinity[1]}

local function work()
  repeat
    sandbox.work(1) -- computes: needs a processor
  until over:is_set()
end

local function kid()
  local _ <close> = key:with() -- waits for main
  print("kid has the key")
end

local function boss()
  mp.Process{target = kid, name = "kid"}:start()
  sandbox.label("sleeps")
  mp.sleep(11)
  print("boss is done")
end

local function quick()
  mp.exit(7) -- ends at once
end

key:acquire()
local all = {}
for i = 1, workers do
  all[i] = mp.Process{target = work,
    name = "work" .. i, affinity = one}
end
all[#all + 1] = mp.Process{target = boss, name = "boss"}
local last = mp.Process{target = quick, name = "quick"}
all[#all + 1] = last -- each start fetches zombies
for _, process in ipairs(all) do
  process:start()
end
sandbox.label("looks away")
mp.sleep(12)
over:set()
key:release()
for _, process in ipairs(all) do
  process:join() -- fetches the exit code
end
print("quick ended with " .. last.exitcode)
