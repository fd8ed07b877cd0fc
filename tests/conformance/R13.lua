-- args: --timeout 60
-- expect: took a permit of plain, 1 left
-- expect: left recovers when it died
-- A holder of a permit is killed: the permit is gone with it, or with on_owner_death="recover" comes back.
-- (CPython: it is gone)
local mp = require "multiprocessing"
local expect = require "support.expect"

local function die_with_a_permit(s)
  local taken = mp.Event()
  local p = mp.Process{target = function() s:acquire() taken:set() mp.sleep(100) end}:start()
  taken:wait()
  p:kill()
  p:join()
end

local plain = mp.Semaphore(2)
die_with_a_permit(plain)
expect.equal(plain:get_value(), 1)

local recovers = mp.Semaphore{value = 2, on_owner_death = "recover"}
die_with_a_permit(recovers)
expect.equal(recovers:get_value(), 2)
die_with_a_permit(recovers)
expect.equal(recovers:get_value(), 2)

-- Who waits for it gets it.
local one = mp.BoundedSemaphore{value = 1, on_owner_death = "recover"}
local taken = mp.Event()
local p = mp.Process{target = function() one:acquire() taken:set() mp.sleep(100) end}:start()
taken:wait()
local heir = mp.Process{target = function() assert(one:acquire()) one:release() end}:start()
mp.sleep(0.02)
p:kill()
heir:join()
expect.equal(heir.exitcode, 0)

-- Who ends by itself means to leave it so: a permit may be a signal that another process gives back.
expect.equal(expect.exit_code(function() recovers:acquire() end), 0)
expect.equal(recovers:get_value(), 1)
