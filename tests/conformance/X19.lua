-- args: --timeout 60
-- interrupt is SIGINT: it ends a wait and a computation alike, and may be caught; uncaught, the exit code is 1.
-- (docs, KeyboardInterrupt in children; TestIgnoreEINTR: whoever waits for it goes on waiting)
local mp = require "multiprocessing"
local expect = require "support.expect"

local q, started = mp.Queue(), mp.Event()
local waits = mp.Process{target = function()
  started:set()
  q:get()
end}:start()
local loops = mp.Process{target = function()
  q:put("caught")
  while true do end
end}
started:wait()
waits:interrupt()
waits:join()
expect.equal(waits.exitcode, 1)
expect.equal(waits.error.kind, "Interrupted")

local catches = mp.Process{target = function()
  local ok, e = pcall(function()
    started:clear()
    mp.sleep(100)
  end)
  q:put(not ok and e.kind)
  q:put(q:get()) -- and it is as usable as before
end}:start()
while started:is_set() do mp.sleep(0.001) end
mp.sleep(0.02) -- until it sleeps; if it does not yet, that is caught as well
catches:interrupt()
expect.equal(q:get(), "Interrupted")
q:put("goes on")
catches:join()
expect.equal(catches.exitcode, 0)
expect.equal(q:get(), "goes on")

loops:start()
expect.equal(q:get(), "caught")
loops:interrupt()
loops:join()
expect.equal(loops.exitcode, 1)
assert(select(2, loops:interrupt()) == "exited")
