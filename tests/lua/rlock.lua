-- RLock, and locks that are fair or that their owner died with.
local mp = require "multiprocessing"
local expect = require "support.expect"

local r = mp.RLock()
assert(tostring(r) == "<RLock name='r' owner=nil>" and r.owner == nil and r.depth == 0)
do
  local _ <close> = r:with()
  local inner <close> = r:with()
  assert(r.depth == 2 and tostring(r) == "<RLock name='r' owner='main' depth=2>", inner)
end
assert(not r:locked())
expect.error("AttributeError", "did you mean 'acquire'?", function() r:aquire() end)
expect.error("AttributeError", "no 'depth'", function() return mp.Lock().depth end)
expect.error("TypeError", "no keyword 'fare'", mp.RLock, {fare = true})
expect.error("ValueError", "not \"forget\"", mp.Lock, {on_owner_death = "forget"})

-- It crosses a queue, and is the same lock there.
local q = mp.Queue()
expect.equal(expect.exit_code(function()
  q:put(r)
  assert(r:acquire(true, 30))
end), 0)
local same = q:get()
assert(same == r and same:acquire() and r.depth == 1)
r:release()

-- A fair lock goes to those who wait in the order in which they came: each gets it before anybody gets it twice.
-- Each holds it so long that the others come meanwhile; how long that takes is the machine's business.
local fair, turns, ready = mp.Lock{fair = true}, mp.Queue(), mp.Barrier(3)
local function most_ahead(hold) -- how many times more one got it than another
  local ps, counts, most = {}, {0, 0, 0}, 0
  for i = 1, 3 do
    ps[i] = mp.Process{target = function()
      ready:wait()
      for _ = 1, 20 do
        local _ <close> = fair:with()
        turns:put(i)
        mp.sleep(hold)
      end
    end}:start()
  end
  for _, p in ipairs(ps) do p:join() end
  for turn = 1, 60 do
    local who = turns:get()
    counts[who] = counts[who] + 1
    if turn > 3 and turn <= 57 then
      most = math.max(most, math.max(table.unpack(counts)) - math.min(table.unpack(counts)))
    end
  end
  return most
end
local ahead
for _, hold in ipairs {0.001, 0.01, 0.1} do
  ahead = most_ahead(hold)
  if ahead <= 2 then break end
end
assert(ahead <= 2, "one got it " .. ahead .. " times more than another")
assert(tostring(fair) == "<Lock name='fair' fair owner=nil>")

-- Who gives up leaves the line, who is killed in it too.
fair:acquire()
local p = mp.Process{target = function() mp.exit(fair:acquire(true, 0.05) and 1 or 0) end}:start()
p:join()
expect.equal(p.exitcode, 0)
p = mp.Process{target = function() fair:acquire() end}:start()
mp.sleep(0.05)
p:kill()
p:join()
fair:release()
assert(fair:acquire(false) == true)

-- What becomes of a lock whose owner died is the lock's own choice.
for _, kind in ipairs {"Lock", "RLock"} do
  for _, is_fair in ipairs {false, true} do
    local function dead(policy)
      local lock = mp[kind]{on_owner_death = policy, fair = is_fair}
      mp.Process{target = function() lock:acquire() end}:start():join()
      return lock
    end
    local recover, stall, broken = dead "recover", dead "stall", dead "error"
    expect.equal(recover:recover(), false)
    assert(select(2, recover:acquire()) == "abandoned")
    assert(stall:acquire(false) == false and select(2, stall:acquire(true, 0.01)) == "timeout" and stall:locked())
    assert(stall:recover() == true and stall:acquire(false) == true)
    local got, why = broken:acquire()
    assert(got == nil and why == "notrecoverable")
    expect.error("OSError", "recover() it first", broken.with, broken)
    assert(broken:recover() == true and select("#", broken:acquire()) == 1)
  end
end
