# What no schedule determines: sandbox explore may find a failure in it, but never calls it proved. TAP.
# shellcheck disable=SC2016,SC2034
# shellcheck source=tests/schedule/lib.sh
. "$(dirname "$0")/lib.sh"

# never_proved WORDS: of the scenario on the input.
never_proved() {
	{ echo 'local mp = require "multiprocessing" local v = mp.RawValue("d", 0)' && cat; } >scenario.lua
	explore --json scenario.lua
	ok '[ $status -eq 3 ] && [ "$(of verdict) $(of complete)" = "nondeterministic false" ]' "never proved: $1"
}

never_proved 'a seed from the clock' <<'END'
math.randomseed(os.time())
for _ = 1, math.random(3) do v.value = v.value + 1 end
END
never_proved 'a seed that nobody chose' <<'END'
math.randomseed()
v.value = math.random(1000)
END
never_proved 'addresses as keys' <<'END'
local set = {}
for i = 1, 9 do set[tostring({})] = i end
for _, i in pairs(set) do v.value = i end
END
never_proved 'an address as a number' <<'END'
v.value = tonumber(("%p"):format({}):sub(-5), 16)
END
never_proved 'the time, in a child' <<'END'
mp.Process{target = function() v.value = mp.time() end}:start():join()
END
never_proved 'the amount of garbage' <<'END'
v.value = collectgarbage("count")
END

# The same seed, the same numbers: these are determined.
cat >drawn.lua <<'END'
local mp = require "multiprocessing"
local v = mp.RawValue("i", 0)
mp.Process{target = function() v.value = math.random(1000) end}:start():join()
local order = {a = 1, b = 2, c = 3}
for _, i in pairs(order) do v.value = i end
END
explore --json drawn.lua
ok '[ $status -eq 0 ] && [ "$(of verdict)" = proved ]' 'numbers from the seed of the run, and pairs: proved'

# Equal memories are not the same where garbage counts: such tables are never merged, so there is no end to the search.
cat >weak.lua <<'END'
local mp = require "multiprocessing"
local lock, weak = mp.Lock(), require("sandbox").knob("weak", 0) == 1 and setmetatable({}, {__mode = "k"}) or {}
local function go() while true do lock:acquire() weak[1] = 1 lock:release() end end
mp.Process{target = go}:start()
mp.Process{target = go}:start()
END
explore --json --states 2000 weak.lua
ok '[ $status -eq 0 ] && [ "$(of verdict)" = proved ]' 'two who go round for ever: proved, since their memories are the same again'
explore --json --states 2000 --set weak=1 weak.lua
ok '[ $status -eq 3 ] && [ "$(of verdict)" = bounded ]' 'the same with a weak table: not proved'

# To collect all garbage tells nothing.
cat >collect.lua <<'END'
local mp = require "multiprocessing"
local v = mp.RawValue("i", 0)
mp.Process{target = function() collectgarbage() v.value = 1 end}:start():join()
END
explore --json collect.lua
ok '[ $status -eq 0 ] && [ "$(of verdict)" = proved ]' 'a full collection: proved'

echo "1..$count"
