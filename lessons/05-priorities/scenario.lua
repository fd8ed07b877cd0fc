-- Two compute for 8 s, on one processor or two.
-- polite has a nice value.
local mp = require "multiprocessing"
local sandbox = require "sandbox"

local nice = sandbox.knob("nice", 10,
  {min = 0, max = 19, help = "of polite: 0 as all, 19 goes last"})
local processors = sandbox.knob("processors", 1,
  {min = 1, max = 2, help = "how many they may use"})
local back = sandbox.knob("back", 0,
  {min = 0, max = 1, help = "1: main sets it back to 0 halfway"})
local most = sandbox.knob("rounds", 1000,
  {min = 1, max = 1000, help = "after so many each one ends"})

local over = mp.Event()
local rounds = mp.RawArray("i", 2)

local function compute(me)
  local mine = 0
  repeat
    sandbox.work(0.05) -- a round
    mine = mine + 1
    rounds[me] = mine
    local share = mine / (mine + rounds[3 - me])
    sandbox.label(("%3.0f %% %s"):format(100 * share,
      ("#"):rep(math.floor(10 * share + 0.5))))
  until mine == most or over:is_set()
end

local all = mp.current_process().affinity
local allowed = {table.unpack(all, 1, processors)}
local greedy = mp.Process{target = compute, args = {1},
  name = "greedy", affinity = allowed}
local polite = mp.Process{target = compute, args = {2},
  name = "polite", affinity = allowed, nice = nice}
greedy:start()
polite:start()
mp.sleep(4)
if back == 1 then
  local done, why = mp.setpriority(polite, 0)
  print("back to 0: " .. (done and "done" or why))
end
mp.sleep(4)
over:set()
greedy:join()
polite:join()
if rounds[1] > rounds[2] then
  print("greedy got more")
end
