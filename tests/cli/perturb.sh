# shellcheck shell=bash
# sandbox run --perturb SEED: the noise finds races that plain runs do not, and whatever it does, a run that is right stays
# right (that is what tests/conformance is run for with it).
# The conditions are evaluated when they are used.
# shellcheck disable=SC2016,SC2034,SC2154
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

cat >lost.lua <<'LUA'
local mp = require "multiprocessing"
local n = mp.RawValue("i", 0)
local function add() for _ = 1, 3 do n.value = n.value + 1 end end
local a, b = mp.Process{target = add}:start(), mp.Process{target = add}:start()
a:join()
b:join()
assert(n.value == 6, "an update was lost")
LUA

cat >seat.lua <<'LUA'
local mp = require "multiprocessing"
local free, sold = mp.RawValue("i", 1), mp.Queue()
local function buy()
  if free.value == 1 then -- somebody else may look, too, before
    free.value = 0
    sold:put(mp.getpid())
  end
end
local a, b = mp.Process{target = buy}:start(), mp.Process{target = buy}:start()
a:join()
b:join()
assert(sold:qsize() == 1, "sold twice")
LUA

cat >locks.lua <<'LUA'
local mp = require "multiprocessing"
local left, right = mp.Lock(), mp.Lock()
local function take(first, second)
  first:acquire()
  second:acquire()
  second:release()
  first:release()
end
mp.Process{target = take, args = {left, right}}:start()
mp.Process{target = take, args = {right, left}}:start()
LUA

cat >right.lua <<'LUA'
local mp = require "multiprocessing"
local n = mp.Value("i", 0)
local function add() for _ = 1, 50 do n:with(function() n.value = n.value + 1 end) end end
local ps = {}
for i = 1, 4 do ps[i] = mp.Process{target = add}:start() end
for _, p in ipairs(ps) do p:join() end
assert(n.value == 200)
LUA

# found FILE TEXT SEEDS: one of so many seeds makes it fail, and says that.
found() {
	local seed
	for ((seed = 1; seed <= $3; seed++)); do
		timeout -s KILL 100 "$SANDBOX" run "$1" --perturb "$seed" >out 2>err
		status=$?
		[ $status -eq 1 ] && grep -qF -- "$2" out && return 0
		[ $status -eq 0 ] || return 1
	done
	return 1
}

# Each fails for about one seed in five or more, here and now; none of 120 is less likely than 1 in 10 to the 11.
ok 'found lost.lua "an update was lost" 120' "it finds a lost update"
ok 'found seat.lua "sold twice" 120' "it finds a look before an act that somebody else comes between"
ok 'found locks.lua "DEADLOCK" 120' "it finds the deadlock of two locks, taken in two orders"

stays_right() {
	local seed
	for seed in 0 1 2 3 18446744073709551614; do
		timeout -s KILL 100 "$SANDBOX" run right.lua --quiet --perturb "$seed" >out 2>err
		status=$?
		[ $status -eq 0 ] || return 1
	done
}
ok stays_right "a run that is right stays right, whatever the seed"

timeout -s KILL 100 "$SANDBOX" run right.lua --perturb x >out 2>err
status=$?
ok '[ $status -eq 2 ] && grep -q -- "--perturb takes a whole number" err' "a seed is a number"
echo "1..$count"
