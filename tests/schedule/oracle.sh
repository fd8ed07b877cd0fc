# sandbox explore against numbers that were counted by other means: the states and the classes of schedules of
# philosophers, and the shortest way to their deadlock, as SPIN, Nidhugg and GenMC have them. TAP.
# shellcheck disable=SC2016,SC2034
# shellcheck source=tests/schedule/lib.sh
. "$(dirname "$0")/lib.sh"

# states N MEALS STATES CLASSES: where the last one is left-handed all states are seen, and none is stuck.
states() {
	local wanted="proved $3 $4 true"
	explore --json --set fixed=1 --set "n=$1" --set "meals=$2" "$here_is/families/philosophers.lua"
	ok '[ $status -eq 0 ] && [ "$(of verdict) $(of states) $(of classes) $(of complete)" = "$wanted" ]' \
		"$1 philosophers, $2 meals, ordered: proved, $3 states, $4 classes"
}

# shortest N MEALS: each takes one fork. Before that, each has to be started.
shortest() {
	local wanted="deadlock $(($1 + $1)) true"
	explore --json --quick --set "n=$1" --set "meals=$2" "$here_is/families/philosophers.lua"
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
explore --json --quick --set n=3 --set times=2 lost.lua
ok '[ $status -eq 1 ] && [ "$(of kind) $(of steps) $(of shortest)" = "assert 22 true" ]' \
	'three who write twice: in 22 steps'
explore --json --set locked=1 --set n=3 --set times=2 lost.lua
ok '[ $status -eq 0 ] && [ "$(of verdict) $(of complete)" = "proved true" ]' 'under a lock: proved'

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
