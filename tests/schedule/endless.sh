# sandbox explore on what goes on for ever: what is made to is no failure, unless nobody in it gets anywhere; what is
# made to end must do so, as long as whoever can go on does. TAP.
# shellcheck disable=SC2016,SC2034
# shellcheck source=tests/schedule/lib.sh
. "$(dirname "$0")/lib.sh"

# judged WORDS WANTED ARGUMENTS...: the scenario on the input; wanted: its verdict, its kind, how it ends.
judged() {
	local words=$1 wanted=$2
	shift 2
	{ echo 'local mp, sandbox = require "multiprocessing", require "sandbox"' && cat; } >scenario.lua
	explore --json "$@" scenario.lua
	ok '[ "$(of verdict) $(of kind) $(of ends)" = "$wanted" ]' "$words: $wanted"
}

judged 'two who take turns, and end' 'proved null always' <<'END'
local lock = mp.Lock()
for _ = 1, 2 do mp.Process{target = function() lock:acquire() lock:release() end}:start() end
END

spin='
local lock = mp.Lock()
for _ = 1, 2 do
  mp.Process{target = function()
    while not lock:acquire(false) do end
    lock:release()
  end}:start()
end'
judged 'who tries again and again gets it, if the owner goes on' 'proved null fair' <<<"$spin"

judged 'who waits in a loop for what somebody has taken away again' 'found livelock null' <<'END'
local door = mp.RawValue("b", 0)
mp.Process{target = function() while door.value == 0 do end end}:start()
door.value = 1
door.value = 0
END
"$SANDBOX" explore scenario.lua >out 2>err
ok 'says "No schedule comes to an end any more from there." && says "from this step on it cannot be avoided"' \
	'and it is said when it was too late'

# For ever on purpose.
table='
local n, polite = 3, sandbox.knob("polite", 0, {min = 0, max = 1}) == 1
local forks = {}
for i = 1, n do forks[i] = mp.Lock() end
for i = 1, n do
  mp.Process{target = function()
    local first, second = forks[i], forks[i % n + 1]
    if i == n and not polite then first, second = second, first end
    while true do
      first:acquire()
      if second:acquire(not polite) then second:release() end
      first:release()
    end
  end}:start()
end'
judged 'ordered philosophers for ever' 'proved null never' <<<"$table"
judged 'polite ones all take a fork, find the other one taken, and put theirs back' 'found livelock null' \
	--set polite=1 <<<"$table"
"$SANDBOX" explore --set polite=1 scenario.lua >out 2>err
ok 'says "Everybody who moves tries and fails, again and again."' 'and the card says so'
judged 'at locks that anybody may take first, a philosopher starves' 'found starvation null' --starvation <<<"$table"
judged 'a counter that nobody tries for is work' 'proved null never' <<'END'
local bit = mp.RawValue("b", 0)
for _ = 1, 2 do
  mp.Process{target = function() while true do bit.value = 1 - bit.value end end}:start()
end
END
judged 'a server that asks for orders now and then is at work' 'proved null never' <<'END'
local orders = mp.Queue()
mp.Process{target = function() while true do orders:get(true, 1) end end}:start()
END

# Starvation: only of who wants something.
judged 'who tries and never gets it, while another one does' 'found starvation null' --starvation <<'END'
local lock = mp.Lock()
mp.Process{target = function() while not lock:acquire(false) do end lock:release() end}:start()
mp.Process{target = function() while true do lock:acquire() lock:release() end end}:start()
END
judged 'a fair lock lets everybody in; main waits for the ends, and does not starve' 'proved null never' --starvation <<'END'
local lock = mp.Lock{fair = true}
for _ = 1, 2 do
  mp.Process{target = function() while true do lock:acquire() lock:release() end end}:start()
end
END

# A schedule that is said to go round is looked at.
"$SANDBOX" replay --schedule '0 0 0 (1 1)' scenario.lua >out 2>err
status=$?
ok '[ $status -ne 0 ] && ! says LIVELOCK' 'replay: what cannot be taken is no round'
judged 'a loop' 'proved null never' <<'END'
local bit, turns = mp.RawValue("b", 0), mp.RawValue("i", 0)
mp.Process{target = function()
  while true do
    bit.value = 1
    bit.value = 0
  end
end}:start()
END
"$SANDBOX" replay --schedule '0 (1 1)' scenario.lua >out 2>err
status=$?
ok '[ $status -eq 1 ] && says "LIVELOCK: the last 2 steps came twice"' 'replay: two steps that come again'
"$SANDBOX" replay --schedule '0 (1)' scenario.lua >out 2>err
status=$?
ok '[ $status -eq 0 ] && says "not everything is as it was before"' 'replay: one step that does not'

echo "1..$count"
