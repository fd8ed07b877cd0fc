# An exploration that is stopped, or whose processes are killed, at some moment: it says so, nothing is called complete, and
# no process is left. TAP.
# shellcheck disable=SC2016,SC2034
# shellcheck source=tests/schedule/lib.sh
. "$(dirname "$0")/lib.sh"

# Far more states than can be seen in the time.
cat >long.lua <<'END'
local mp = require "multiprocessing"
local v = mp.RawValue("q", 0)
local ps = {}
for i = 1, 5 do
  ps[i] = mp.Process{target = function()
    for _ = 1, 4 do v.value = v.value * 3 + i end
  end}:start()
end
for i = 1, 5 do ps[i]:join() end
END

# begin TICKS [ARGUMENTS]: an exploration that listens and has used up so much processor time; $explorer is its process.
begin() {
	local stat ticks=$1
	shift
	[ $# -gt 0 ] || set -- long.lua
	"$SANDBOX" explore --json --timeout 300 "$@" >out 2>err &
	explorer=$!
	listens $explorer
	while stat=$(sed 's/.*) //' "/proc/$explorer/stat" 2>/dev/null) && [ -n "$stat" ]; do
		# shellcheck disable=SC2086
		set -- $stat
		[ $((${12} + ${13})) -lt "$ticks" ] || break
	done
}

# ended: waits for it, and for all that it began; tests/run also looks for what is left.
ended() {
	wait "$explorer"
	status=$?
} 2>/dev/null

# below PROCESS: all that have come from it, the oldest first.
below() {
	local children child
	read -ra children 2>/dev/null <"/proc/$1/task/$1/children" || [ ${#children[@]} -gt 0 ] || return
	for child in "${children[@]}"; do
		echo "$child"
		below "$child"
	done
}

for ticks in 1 4 12; do
	for signal in INT:130 TERM:143; do
		begin $ticks
		kill -"${signal%:*}" "$explorer"
		ended
		ok '[ $status -eq "${signal#*:}" ] && [ "$(of verdict) $(of complete)" = "incomplete false" ]' \
			"SIG${signal%:*} after $ticks ticks: incomplete"
	done
	begin $ticks
	kill -KILL "$explorer"
	ended
	ok '[ $status -eq 137 ] && [ ! -s out ]' "SIGKILL after $ticks ticks: no result"
	begin $ticks
	supervisor=$(below "$explorer" | head -n 1)
	kill -KILL "$supervisor"
	kill -INT "$explorer" 2>/dev/null
	ended
	ok '[ $status -ne 0 ] && ! grep -q "proved\|\"complete\":true" out' \
		"SIGKILL of what loads the scenario, after $ticks ticks: nothing is called proved"
done

# Whoever is there, one after the other.
begin 2
for _ in {1..20}; do
	for pid in $(below "$explorer" | tail -n +2); do kill -KILL "$pid" 2>/dev/null; done
done
kill -INT "$explorer" 2>/dev/null
ended
ok '[ $status -ne 0 ] && ! grep -q "proved\|\"complete\":true" out' 'SIGKILL of workers: nothing is called proved'

# Proved in a moment, but many classes: they are being run.
cat >classes.lua <<'END'
local mp = require "multiprocessing"
local lock = mp.Lock()
local ps = {}
for i = 1, 4 do ps[i] = mp.Process{target = function() for _ = 1, 3 do lock:acquire() lock:release() end end}:start() end
for i = 1, 4 do ps[i]:join() end
END
begin 60 --every classes.lua
kill -INT "$explorer"
ended
ok '[ $status -eq 130 ] && [ "$(of classes)" = 369600 ] && [ "$(of classes_run)" -lt 369600 ]' \
	'SIGINT while classes are run: not all of them'
begin 60 --every classes.lua
for _ in {1..20}; do
	for pid in $(below "$explorer" | tail -n +2); do kill -KILL "$pid" 2>/dev/null; done
done
kill -INT "$explorer" 2>/dev/null
ended
ok '[ $status -ne 0 ] && { [ ! -s out ] || { [ "$(of classes_run)" -lt 369600 ] && [ "$(of verdict)" != wrong ]; }; }' \
	'SIGKILL of workers meanwhile: the same, and nobody is blamed'

echo "1..$count"
