-- expect: says: told
-- never: failed
-- Errors of children, interrupts, priorities and processors.
local mp = require "multiprocessing"

-- An interrupt ends a wait by an error that can be caught; uncaught, it ends the process with 1 and fails nothing else.
local q, ready = mp.Queue(), mp.Event()
local p = mp.Process{target = function()
  local ok, e = pcall(function()
    ready:set()
    q:get()
  end)
  assert(not ok and e.kind == "Interrupted")
  print("told")
end}:start()
ready:wait()
assert(p:interrupt() == true)
p:join()
assert(p.exitcode == 0 and p.error == nil)

for _, body in ipairs {function() mp.sleep(1000) end, function() while true do end end, function() q:get() end} do
  p = mp.Process{target = body}:start()
  p:interrupt()
  p:join()
  assert(p.exitcode == 1 and p.error.kind == "Interrupted", p.error and p.error.kind)
  local ok, why = p:interrupt()
  assert(ok == false and why == "exited")
end

-- nice and affinity.
local go = mp.Event()
local first = mp.current_process().affinity[1]
local base = mp.current_process().nice -- whoever runs this may be nice already
local function nicer(by) return math.min(base + by, 19) end
p = mp.Process{target = function()
  local own = mp.current_process()
  q:put({own.nice, own.affinity})
  go:wait()
end, nice = nicer(3), affinity = {first}}
assert(p.nice == nicer(3))
p:start()
local got = q:get()
assert(got[1] == nicer(3) and #got[2] == 1 and got[2][1] == first)
assert(p.nice == nicer(3) and mp.getpriority(p) == nicer(3))
p.nice = nicer(5)
assert(p.nice == nicer(5))
assert(mp.setpriority(p, nicer(6)) == true and p.nice == nicer(6))
assert(mp.sched_setaffinity(p, {first}) == true)
p.affinity = {first}
assert(p.affinity[1] == first)
go:set()
p:join()
local ok, why = mp.setpriority(p, 7)
assert(ok == nil and why == "exited")

for _, wrong in ipairs {
  function() mp.Process{nice = 99} end,
  function() mp.Process{affinity = {}} end,
  function() mp.Process{affinity = {-1}} end,
} do
  local e
  ok, e = pcall(wrong)
  assert(not ok and e.kind == "ValueError")
end
