# sandbox experiment: what is counted, exit statuses, the three forms of output, and what is said about bad input. TAP.
# The conditions are evaluated when they are used.
# shellcheck disable=SC2016,SC2034
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

# experiment ARGUMENTS...: stdout in out, stderr in err, exit status in $status.
experiment() {
	timeout -s KILL 100 "$SANDBOX" experiment "$@" >out 2>err
	status=$?
}

says() { grep -qF -- "$1" out; }
complains() { [ "$(cat err)" = "sandbox experiment: $1" ]; } # in one line, and nothing else

# field NAME [ROW]: of the CSV in out; the first row when none is named.
field() {
	awk -F, -v name="$1" -v row="${2:-1}" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i }
		NR == row + 1 { print $at }' out
}

refuses() {
	local complaint=$1
	shift
	experiment "$@"
	ok '[ $status -eq 2 ] && complains "$complaint" && [ ! -s out ]' "refused: $complaint"
}

# A knob chooses how it ends.
cat >ends.lua <<'END_OF_FILE'
local mp = require "multiprocessing"
local sandbox = require "sandbox"
local how = sandbox.knob("how", 0, {min = 0, max = 9, help = "how it ends"})
local function start(f, name) return mp.Process{target = f, name = name}:start() end
if how == 1 then
  local queue = mp.Queue()
  start(function() queue:get() end, "getter"):join()
elseif how == 2 then
  local left, right, met = mp.Lock(), mp.Lock(), mp.Barrier(2)
  start(function() left:acquire() met:wait() right:acquire() end, "P1")
  start(function() right:acquire() met:wait() left:acquire() end, "P2")
  while true do mp.sleep(1) end
elseif how == 3 then
  assert(math.random(100) > 100, "no luck: " .. math.random())
elseif how == 4 then
  error("oh no " .. math.random())
elseif how == 5 then
  while true do mp.sleep(1) end
elseif how == 6 then
  -- Whoever made the semaphore is gone: nobody who ever used it is left to give a permit back.
  start(function()
    local s = mp.Semaphore(0)
    mp.Process{target = function() s:acquire() end, name = "P2", daemon = true}:start()
    s:acquire()
  end, "P1")
  while true do mp.sleep(1) end
elseif how == 7 then
  local p = start(function() mp.Event():wait() end, "P1")
  p:terminate()
  p:join()
end
END_OF_FILE

# counts HOW COLUMN WORDS: every run of that ending is counted there, once it has the time to come to it.
counts() {
	local seconds
	for seconds in 0.3 3 30; do
		experiment ends.lua --set "how=$1" --runs 3 --timeout $seconds --csv
		[ "$(field "$2")" != 3 ] || break
	done
	ok '[ $status -eq 1 ] && [ "$(field failed)" = 3 ] && [ "$(field '"$2"')" = 3 ] && [ "$(field passed)" = 0 ] &&
		[ -z "$(field time_median)" ]' "counted as $2: $3"
}
counts 1 deadlock 'everybody waits'
counts 2 partial_deadlock 'two wait for each other, main goes on'
counts 3 assert 'a failed assertion'
counts 4 error 'an uncaught error'
counts 5 timeout 'nobody is stuck, but it goes on'
counts 6 stalled 'two wait, probably for ever, main goes on'

experiment ends.lua --set how=0,7 --runs 3 --csv
ok '[ $status -eq 0 ] && [ "$(field passed 1)" = 3 ] && [ "$(field passed 2)" = 3 ] && [ ! -s err ]' 'all pass, also where a process ends another: 0'
ok 'awk -v low="$(field time_min)" -v middle="$(field time_median)" -v high="$(field time_max)" \
	"BEGIN { exit !(0 < low && low <= middle && middle <= high && high < 10) }"' 'times of the runs that passed'

# The same seeds in every setting: random numbers are those of `sandbox run --seed`.
cat >luck.lua <<'END_OF_FILE'
local sandbox = require "sandbox"
sandbox.knob("a", 1, {min = 1, max = 9})
sandbox.knob("b", 1, {min = 1, max = 9})
assert(math.random() < 0.5, "no luck")
END_OF_FILE
experiment luck.lua --runs 30 --seed 5 --set a=1,2..3 --set b=7,8 --json
cat >check.lua <<'END_OF_FILE'
local lost, settings, runs, order, last = {}, 0, 0, {}, nil
for line in io.lines("out") do
  local seed, a, b, result = line:match('^{"seed":(%d+),"set":{"a":(%d),"b":(%d)},"result":"(%l+)","t":%d')
  if seed then
    local setting = a .. b
    runs = runs + 1
    lost[setting] = lost[setting] or {}
    table.insert(lost[setting], (result == "assert" and "-" or "+") .. seed)
  elseif line:find('^{"set":') then
    local x, y, count = line:match('"a":(%d),"b":(%d)},"planned":30,"runs":30,"failed":(%d+)')
    settings = settings + 1
    table.insert(order, x .. y)
    assert(tonumber(count) > 0 and tonumber(count) < 30, line)
    assert(line:find('"sentence":"main: luck.lua:4: no luck"', 1, true), line)
  end
  last = line
end
assert(runs == 180 and settings == 6 and table.concat(order, " ") == "17 18 27 28 37 38", table.concat(order, " "))
for _, seeds in pairs(lost) do table.sort(seeds) end
for setting, seeds in pairs(lost) do
  assert(table.concat(seeds, " ") == table.concat(lost["17"], " "), setting)
end
assert(last:find('^{"verdict":"failed","status":1,"complete":true,"planned":180,"runs":180,'), last)
assert(last:find('"settings":6,"seed":5,"schedule":"free"', 1, true), last)
local first = assert(io.open("first", "w"))
table.sort(lost["17"], function(x, y) return tonumber(x:sub(2)) < tonumber(y:sub(2)) end)
for _, seed in ipairs(lost["17"]) do
  if seed:sub(1, 1) == "-" then first:write(seed:sub(2)) break end
end
first:close()
END_OF_FILE
ok '[ $status -eq 1 ] && lua5.4 check.lua 2>>err' 'every combination of the knobs, the same seeds in each, a line a run and a setting'
"$SANDBOX" run luck.lua --seed "$(cat first)" >out 2>err
status=$?
ok '[ $status -eq 1 ] && says "luck.lua:4: no luck"' 'and `sandbox run` with the seed of a run that failed has its random numbers'

experiment luck.lua --runs 30 --seed 5
ok '[ $status -eq 1 ] && [ ! -s err ] && says "luck.lua: 30 runs in " && says "seeds 5 to 34"' 'the text: what was done'
ok 'grep -qE "^ +[0-9]+ x assert, seeds [0-9, ]+\.\.\.:$" out && says "      main: luck.lua:4: no luck"' 'the text: equal reasons once, with seeds and a line'
ok 'says "sandbox run luck.lua --seed $(cat first)" && says "it may end otherwise"' 'the text: how to run it again, and what that promises'
ok '[ "$(grep -oE "ms +#+ [0-9]+$" out | awk "{ sum += \$3 } END { print sum }")" -gt 0 ] && says "runs that passed, from:"' 'the text: a histogram'

# Two who take two locks in opposite orders: with delays they meet.
cat >bank.lua <<'END_OF_FILE'
local mp = require "multiprocessing"
local anna, bert = mp.Lock(), mp.Lock()
local function transfer(from, to)
  from:acquire()
  to:acquire()
  to:release()
  from:release()
end
mp.Process{target = transfer, args = {anna, bert}}:start()
mp.Process{target = transfer, args = {bert, anna}}:start()
END_OF_FILE
experiment bank.lua --runs 60 --perturb 3
ok '[ $status -eq 1 ] && says "scheduled by the kernel with delays" && says " x deadlock, seed" &&
	says "Process-1 holds anna and waits for bert (bank.lua:5), Process-2 holds bert and waits for anna"' '--perturb finds what free runs seldom do'
ok 'grep -qE "sandbox run bank.lua --seed ([0-9]+) --perturb [0-9]+$" out &&
	grep -oE "seed [0-9]+ --perturb [0-9]+$" out | awk "{ exit !(\$4 == \$2 + 2) }"' 'run i is perturbed with its own seed'

experiment bank.lua --runs 60 --random 3
ok '[ $status -eq 1 ] && says "each step a random one" && says " x deadlock, seed"' '--random finds it, too'
again=$(sed -n 's/^To run one of them again: *sandbox //p' out)
for _ in 1 2 3 4 5; do
	# shellcheck disable=SC2086
	"$SANDBOX" $again --quiet >said 2>&1
	echo $?
done >statuses
ok '[ -n "$again" ] && [ "$(sort -u statuses)" = 1 ] && grep -q DEADLOCK said' 'and what it tells to run again fails each time'

# By PCT: the bound is told, holds, and a run that failed can be had again.
experiment bank.lua --runs 100 --pct 2
ok '[ $status -eq 1 ] && says "by priorities drawn at random (PCT)" && says " x deadlock, seed" &&
	says "shows in a run with a probability of 1/57 or more" && says "(3 processes, 19 steps)"' '--pct tells its bound'
again=$(sed -n 's/^To run one of them again: *sandbox //p' out)
# shellcheck disable=SC2086
"$SANDBOX" $again --quiet >said 2>&1
status=$?
ok '[ $status -eq 1 ] && grep -q DEADLOCK said' 'and what it tells to run again fails'
experiment bank.lua --runs 100 --pct 2 --json
grep -o '"failed":[0-9]*' out | tail -1 >once
# In 100 runs at least 1.75, on average.
ok 'grep -q "\"schedule\":\"pct\"" out && grep -q "\"pct\":{\"depth\":2,\"steps\":19,\"processes\":3,\"probability\":0.0175" out &&
	[ "$(sed "s/.*://" once)" -ge 2 ]' '--json has the bound, and it holds'
experiment bank.lua --runs 100 --pct 2 --json
ok 'grep -o "\"failed\":[0-9]*" out | tail -1 | cmp -s - once' 'the same runs again'
"$SANDBOX" experiment bank.lua --pct 33 >out 2>err
status=$?
ok '[ $status -eq 2 ] && grep -q "depth of 1 to 32" err' 'a depth of 33 is refused'

cat >race.lua <<'END_OF_FILE'
local mp = require "multiprocessing"
local counter, met = mp.Value("i", 0), mp.Barrier(2)
local function add()
  local old = counter.value
  met:wait()
  counter.value = old + 1
end
local all = {}
for i = 1, 2 do all[i] = mp.Process{target = add}:start() end
for _, p in ipairs(all) do p:join() end
END_OF_FILE
experiment race.lua --runs 4
ok '[ $status -eq 0 ] && says "Lost updates: in 4 of 4 runs, failed or not; the first with seed 1:" && says "lost update of counter: "' 'lost updates are counted in runs that pass'

# Two take turns at a lock while the other waits: 1. One takes it all the time: less. Each holds it until the other
# waits, and how long that takes is the machine's business.
cat >share.lua <<'END_OF_FILE'
local mp = require "multiprocessing"
local hold = require("sandbox").knob("hold", 1, {min = 1, max = 100, help = "ms"})
local lock, ready = mp.Lock{fair = true}, mp.Barrier(2)
local function work()
  ready:wait()
  for _ = 1, 20 do
    lock:acquire()
    mp.sleep(hold / 1000)
    lock:release()
  end
end
for _ = 1, 2 do mp.Process{target = work}:start() end
END_OF_FILE
shared() { [ "$(field fairness_runs)" = 2 ] && awk -v fair="$(field fairness_min)" "BEGIN { exit !(fair > 0.95) }"; }
for hold in 1 10 100; do
	experiment share.lua --set hold=$hold --runs 2 --csv
	! shared || break
done
ok '[ $status -eq 0 ] && shared' 'a fair lock is fair'

refuses '--set how=10: knob how goes from 0 to 9' ends.lua --set how=10
experiment ends.lua --set hwo=1
ok '[ $status -eq 2 ] && grep -q "has no knob .hwo.; did you mean .how.?" err' 'refused: an unknown knob, and the nearest one'
refuses '--set takes KNOB=NUMBER,NUMBER,FIRST..LAST, not "how=1,"' ends.lua --set how=1,
refuses '--set takes KNOB=NUMBER,NUMBER,FIRST..LAST, not "how"' ends.lua --set how
refuses '--set how=4..1: the range goes from high to low; write 1..4' ends.lua --set how=4..1
refuses '--set how is given twice; give all its values in one, with commas' ends.lua --set how=1 --set how=2
refuses 'more than 10000 combinations of knobs; give --set fewer values' ends.lua --set how=1..100 --set x=1..101
refuses '--runs takes 1 or more' ends.lua --runs 0
refuses '--json or --csv, not both' ends.lua --json --csv
refuses 'which scenario? Give a FILE or a LESSON; `sandbox lessons` lists the lessons'
echo 'local x = = 1' >syntax.lua
refuses "syntax.lua:1: unexpected symbol near '='" syntax.lua

# Stopped when some runs have ended and one will not: what there is, called incomplete.
cat >sticks.lua <<'END_OF_FILE'
if math.random() < 2 and require("sandbox").knob("stick", 0, {min = 0, max = 1}) == 1 then while true do end end
END_OF_FILE
stopped() { # SIGNAL ARGUMENTS...
	: >out
	"$SANDBOX" experiment sticks.lua --set stick=0,1 --runs 50 --jobs 1 --json >lines 2>err &
	local pid=$!
	until grep -q '"passed"' lines || ! kill -0 $pid 2>/dev/null; do :; done
	kill "-$1" $pid
	wait $pid
	status=$?
	tail -n 1 lines >out
}
stopped INT
ok '[ $status -eq 130 ] && says "{\"verdict\":\"interrupted\",\"status\":130,\"complete\":false,\"planned\":100,\"runs\":1," &&
	complains "stopped by SIGINT: what was printed is incomplete"' 'Ctrl-C: 130, what there is, and a word that it is not all'
"$SANDBOX" experiment sticks.lua --set stick=1 --runs 2 >out 2>err &
pid=$!
until [ "$(pgrep -cP $pid)" -gt 0 ] || ! kill -0 $pid 2>/dev/null; do :; done
listens $pid
kill -TERM $pid
wait $pid
status=$?
ok '[ $status -eq 143 ] && says "INCOMPLETE, 0 of 2 runs: stopped by SIGTERM"' 'SIGTERM: 143, and the text says INCOMPLETE'

for files in 7 9 11; do
	(ulimit -n $files && exec timeout -s KILL 100 "$SANDBOX" experiment luck.lua --runs 3 --jobs 1 --json) >out 2>err
	status=$?
	ok '[ $status -eq 1 ] && grep -qE "^sandbox experiment: (a|the) run could not be started: Too many open files; is" err &&
		says "\"verdict\":\"stopped\",\"status\":1,\"complete\":false,\"planned\":3,\"runs\":0," && ! says "\"result\""' "$files files are too few: 1, a sentence, and no run is counted"
done
"$SANDBOX" experiment luck.lua --runs 3 >/dev/full 2>err
status=$?
: >out
ok '[ $status -eq 1 ] && complains "cannot write the output: No space left on device; the experiment was ended"' 'a full disk: 1, one sentence'
"$SANDBOX" experiment --help >out 2>err
status=$?
ok '[ $status -eq 0 ] && says "--set KNOB=VALUES" && says "--perturb SEED" && says "proves nothing"' '--help lists options, and says what runs do not prove'
echo "1..$count"
