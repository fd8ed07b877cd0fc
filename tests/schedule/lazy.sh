# sandbox explore --lazy: times run out in order, and only where nobody can go on. Without it any delay is possible. TAP.
# shellcheck disable=SC2016,SC2034
# shellcheck source=tests/schedule/lib.sh
. "$(dirname "$0")/lib.sh"

# both WORDS WITHOUT WITH: of the scenario on the input, what --json calls it without --lazy, and with it.
both() {
	{ echo 'local mp = require "multiprocessing"' && cat; } >scenario.lua
	local wanted="$2 any"
	explore --json scenario.lua
	ok '[ "$(of verdict) $(of mode)" = "$wanted" ]' "$1: $2"
	wanted="$3 lazy"
	explore --json --lazy scenario.lua
	ok '[ "$(of verdict) $(of mode)" = "$wanted" ]' "$1, lazy: $3"
}

both 'who sleeps longer wakes up later' found proved <<'END'
local order = mp.RawValue("i", 0)
local function sleeper(seconds, place)
  mp.sleep(seconds)
  order.value = order.value * 10 + place
end
local ps = {}
for place, seconds in ipairs{0.1, 0.3, 0.2} do
  ps[place] = mp.Process{target = sleeper, args = {seconds, place}}:start()
end
for _, p in ipairs(ps) do p:join() end
assert(order.value == 132)
END

both 'naps add up' found proved <<'END'
local early = mp.RawValue("b", 0)
local p = mp.Process{target = function()
  for _ = 1, 3 do mp.sleep(1) end
  early.value = 1
end}:start()
mp.sleep(2.5)
assert(early.value == 0)
mp.sleep(1)
assert(early.value == 1)
p:join()
END

both 'the bell comes before the time is over' found proved <<'END'
local bell = mp.Event()
local p = mp.Process{target = function() mp.sleep(1) bell:set() end}:start()
assert(bell:wait(5), "too late")
p:join()
END

both 'work takes no time' found proved <<'END'
local lock = mp.Lock()
local p = mp.Process{target = function()
  for _ = 1, 3 do lock:acquire() lock:release() end
end}:start()
assert(lock:acquire(true, 0.001), "too late")
lock:release()
p:join()
END

both 'of two at the same moment either may be first' found found <<'END'
local first = mp.RawValue("i", 0)
local function sleeper(place)
  mp.sleep(1)
  if first.value == 0 then first.value = place end
end
local a = mp.Process{target = sleeper, args = {1}}:start()
local b = mp.Process{target = sleeper, args = {2}}:start()
a:join()
b:join()
assert(first.value == 1)
END

both 'what is too short for the sleeper runs out' found found <<'END'
local bell = mp.Event()
local p = mp.Process{target = function() mp.sleep(1) bell:set() end}:start()
assert(bell:wait(0.5), "too late")
p:join()
END
schedule=$(of schedule)
"$SANDBOX" replay --lazy --schedule "$schedule" scenario.lua >out 2>err
status=$?
ok '[ $status -eq 1 ] && says "too late"' 'and does so again when it is replayed'
explore --lazy --record found.jsonl scenario.lua
"$SANDBOX" replay found.jsonl >out 2>err
status=$?
ok '[ $status -eq 1 ] && says "too late"' 'its recording is one of a lazy run, and replayed as such'

# Where the scenario cannot be explored whole, random schedules keep to it, too.
both 'of a sleeper and one who sleeps longer, at random' found sampled <<'END'
local large, early = mp.RawArray("i", 5000), mp.RawValue("b", 0)
local p = mp.Process{target = function()
  for i = 1, 3 do
    mp.sleep(1)
    large[i] = 1
  end
  early.value = 1
end}:start()
mp.sleep(2.9)
assert(early.value == 0)
p:join()
END

echo "1..$count"
