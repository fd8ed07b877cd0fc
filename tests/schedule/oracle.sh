# sandbox explore against numbers that were counted by other means: the states and the classes of schedules of
# philosophers, and the shortest way to their deadlock, as SPIN, Nidhugg and GenMC have them. TAP.
# shellcheck disable=SC2016,SC2034
# shellcheck source=tests/schedule/lib.sh
. "$(dirname "$0")/lib.sh"

# states N MEALS STATES CLASSES: where the last one is left-handed all states are seen, and none is stuck. One schedule of each
# class is run on real processes.
states() {
	local wanted="proved $3 $4 $4 0 true"
	explore --json --every --set fixed=1 --set "n=$1" --set "meals=$2" "$here_is/families/philosophers.lua"
	ok '[ $status -eq 0 ] && [ "$(of verdict) $(of states) $(of classes) $(of classes_run) $(of classes_failed) $(of complete)" = "$wanted" ]' \
		"$1 philosophers, $2 meals, ordered: proved, $3 states, $4 classes, each run"
}

# failing N MEALS CLASSES DEADLOCKS: the same where all are right-handed.
failing() {
	local wanted="deadlock $3 $4"
	explore --json --every --set "n=$1" --set "meals=$2" "$here_is/families/philosophers.lua"
	ok '[ $status -eq 1 ] && [ "$(of kind) $(of classes_run) $(of classes_failed)" = "$wanted" ]' \
		"$1 philosophers, $2 meals: $3 classes run, $4 of them deadlock"
}

# shortest N MEALS: each takes one fork. Before that, each has to be started.
shortest() {
	local wanted="deadlock $(($1 + $1)) true"
	explore --json --quick --shortest --set "n=$1" --set "meals=$2" "$here_is/families/philosophers.lua"
	ok '[ $status -eq 1 ] && [ "$(of kind) $(of steps) $(of shortest)" = "$wanted" ]' \
		"$1 philosophers, $2 meals: a deadlock after $1 forks were taken, and no shorter one"
}

states 2 1 17 2
states 3 1 75 6
states 4 1 321 14
states 5 1 1363 30
states 2 2 49 6
states 3 2 377 90
states 4 2 2785 786
states 5 2 20345 5730
failing 2 1 3 1
failing 3 1 7 1
failing 4 1 15 1
failing 5 1 31 1
failing 2 2 11 5
failing 3 2 106 16
failing 4 2 831 45
failing 5 2 5851 121
for n in 2 3 4 5; do
	shortest $n 1
	shortest $n 2
done

# A lost update. By hand, of two: the first reads 0, the second reads and writes, the first writes; both end and are joined.
cat >lost.lua <<'END'
local mp = require "multiprocessing"
local sandbox = require "sandbox"
local n, times = sandbox.knob("n", 2), sandbox.knob("times", 1)
local locked = sandbox.knob("locked", 0) == 1
local count, lock = mp.RawValue("i", 0), mp.Lock()

local function add()
  for _ = 1, times do
    if locked then lock:acquire() end
    count.value = count.value + 1
    if locked then lock:release() end
  end
end

local ps = {}
for i = 1, n do ps[i] = mp.Process{target = add}:start() end
for i = 1, n do ps[i]:join() end
assert(count.value == n * times, "an update is lost")
END
explore --json lost.lua
ok '[ $status -eq 1 ] && [ "$(of kind) $(of steps) $(of shortest)" = "assert 11 true" ]' \
	'a lost update of two: 2 starts, 2 reads, 2 writes, 2 ends, 2 joins, and the read of 1'
explore --json --quick --shortest --set n=3 --set times=2 lost.lua
ok '[ $status -eq 1 ] && [ "$(of kind) $(of steps) $(of shortest)" = "assert 22 true" ]' \
	'three who write twice: in 22 steps'
explore --json --set locked=1 --set n=3 --set times=2 lost.lua
ok '[ $status -eq 0 ] && [ "$(of verdict) $(of complete)" = "proved true" ]' 'under a lock: proved'

# With the fewest switches. By hand, of two: both are started, the first reads, the second does everything, the first
# writes and ends, and main is left: 4 switches.
explore --json --fewest-switches lost.lua
ok '[ $status -eq 1 ] && [ "$(of kind) $(of switches) $(of steps) $(of fewest_switches)" = "assert 4 11 true" ]' \
	'a lost update of two takes 4 switches, and 11 steps'
explore --json --fewest-switches --set n=3 --set times=2 lost.lua
ok '[ "$(of switches) $(of steps)" = "5 22" ]' 'three who write twice: 5 switches'
explore --json --fewest-switches "$here_is/bugs/deadlock.lua"
ok '[ "$(of switches) $(of steps)" = "2 4" ]' 'two locks: 2 switches'

# Where the search takes long, a few random schedules are run, and one that fails is shortened.
explore --json --quick --set n=4 --set times=3 lost.lua
ok '[ $status -eq 1 ] && [ "$(of kind) $(of shortest)" = "assert false" ] && [ "$(of states)" -lt 20000 ]' \
	'four who write three times: found before many states are seen'
schedule=$(of schedule)
ok '[ "$(of steps)" -le 40 ]' 'and shortened: the fewest steps would be 37'
explore --json --quick --set n=4 --set times=3 lost.lua
ok '[ "$(of schedule)" = "$schedule" ]' 'the same one again'
"$SANDBOX" replay --schedule "$schedule" --set n=4 --set times=3 lost.lua >out 2>err
status=$?
ok '[ $status -eq 1 ] && says "an update is lost"' 'it fails when it is replayed'

# Two locks and two processes: of all interleavings the search sees the ones it must, and the bounds are told.
explore --json --bound 3 "$here_is/bugs/deadlock.lua"
ok '[ $status -eq 3 ] && [ "$(of verdict) $(of bound) $(of complete)" = "bounded steps false" ]' \
	'--bound 3: the deadlock of 4 steps is not found, and nothing is called proved'
explore --json --bound 4 "$here_is/bugs/deadlock.lua"
ok '[ $status -eq 1 ] && [ "$(of steps)" = 4 ]' '--bound 4: it is found'
explore --json --set fixed=1 --set n=5 --states 500 "$here_is/families/philosophers.lua"
ok '[ $status -eq 3 ] && [ "$(of verdict) $(of bound) $(of complete)" = "bounded states false" ]' \
	'--states 500: nothing is called proved'

echo "1..$count"
