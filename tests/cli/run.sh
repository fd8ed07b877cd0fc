# sandbox run: exit statuses, verdicts, and what is said about bad input. TAP.
# The conditions are evaluated when they are used.
# shellcheck disable=SC2016,SC2034
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

# run ARGUMENTS...: stdout in out, stderr in err, exit status in $status.
run() {
	timeout -s KILL 100 "$SANDBOX" run "$@" >out 2>err
	status=$?
}

says() { grep -qF -- "$1" out; }
complains() { [ "$(cat err)" = "sandbox run: $1" ]; } # in one line, and nothing else

# expect STATUS COMPLAINT ARGUMENTS...
refuses() {
	local complaint=$1
	shift
	run "$@"
	ok '[ $status -eq 2 ] && complains "$complaint" && [ ! -s out ]' "refused: $complaint"
}

cat >two.lua <<'END'
local mp = require "multiprocessing"
local left, right = mp.Lock(), mp.Lock()
local met = {mp.Event(), mp.Event()}
local function eat(first, second, mine, other)
  first:acquire()
  mine:set()
  other:wait()
  second:acquire()
end
local p1 = mp.Process{target = eat, args = {left, right, met[1], met[2]}, name = "P1"}:start()
local p2 = mp.Process{target = eat, args = {right, left, met[2], met[1]}, name = "P2"}:start()
p1:join()
END

cat >fine.lua <<'END'
local mp = require "multiprocessing"
local sandbox = require "sandbox"
local n = sandbox.knob("items", 3, {min = 1, max = 9, help = "how many"})
local jobs = mp.Queue(2)
local p = mp.Process{target = function()
  for item in jobs:items() do print("item " .. item) end
end, name = "consumer"}:start()
for i = 1, n do jobs:put(i) end
jobs:put(nil)
p:join()
END

cat >child.lua <<'END'
local mp = require "multiprocessing"
local function child()
  local nothing
  return nothing.field
end
local p = mp.Process{target = child, name = "P1"}:start()
p:join()
END

cat >ever.lua <<'END'
local mp = require "multiprocessing"
local never = mp.Event()
mp.Process{target = function() never:wait() end, name = "waiter"}:start()
while true do end
END

echo 'local x = = 1' >syntax.lua
echo 'assert(1 + 1 == 3, "sums are off")' >assert.lua
cat >starved.lua <<'END'
local mp = require "multiprocessing"
local jobs = mp.Queue()
local p = mp.Process{target = function() jobs:get() end, name = "consumer"}:start()
p:join()
END

run fine.lua --seed 7
ok '[ $status -eq 0 ] && [ ! -s err ]' 'a run that finishes: 0'
ok 'says "put item 1 (1) into jobs" && says "says: item 3" && says "joined consumer: exit code 0"' 'what happened, in words'
ok 'says "Finished after" && says "2 processes" && says "seed 7."' 'its last paragraph'

run two.lua
ok '[ $status -eq 1 ] && [ ! -s err ]' 'a deadlock: 1'
ok 'says "DEADLOCK after" && says "P1 and P2 wait for each other."' 'a deadlock is named'
ok 'says "  P1 holds left (two.lua:5) and waits for right (two.lua:8), which P2 holds"' 'who holds what, who waits for what, where (1)'
ok 'says "  P2 holds right (two.lua:5) and waits for left (two.lua:8), which P1 holds"' 'who holds what, who waits for what, where (2)'

run starved.lua
ok '[ $status -eq 1 ] && says "everybody waits, and nobody is left who could put."' 'a deadlock without a lock: 1'

run child.lua
ok '[ $status -eq 1 ] && says "  P1: child.lua:4: " && says "| stack traceback:"' 'an error in a child: 1, with place and traceback'

run assert.lua
ok '[ $status -eq 1 ] && says "failed an assertion: assert.lua:1: sums are off"' 'a failed assertion: 1'

run fine.lua --set items=1
ok '[ $status -eq 0 ] && says "knob items = 1 (1 to 9)" && ! says "says: item 2"' '--set sets a knob'

refuses "syntax.lua:1: unexpected symbol near '='" syntax.lua
refuses 'there is no file and no lesson "nowhere.lua"; `sandbox lessons` lists the lessons' nowhere.lua
refuses 'nowhere/x.lua: No such file or directory' nowhere/x.lua
refuses 'there is no file and no lesson "deadlok"; did you mean deadlock?' deadlok
refuses "$here: not a file; give a scenario's .lua file" "$here"
refuses 'which scenario? Give a FILE or a LESSON; `sandbox lessons` lists the lessons'
refuses 'one scenario at a time; it takes one FILE or LESSON' fine.lua two.lua
refuses 'unknown option --sed; did you mean --seed?' --sed 5 fine.lua
refuses '--seed takes a whole number, not "x"' --seed x fine.lua
refuses '--tempo takes a number above 0, not "-1"' --tempo=-1 fine.lua
refuses '--set takes KNOB=WHOLE NUMBER, not "items"' --set items fine.lua
refuses '--lang takes en or zh, not "fr"' --lang fr fine.lua

run fine.lua --set items=99
ok '[ $status -eq 2 ] && complains "--set items=99: knob items goes from 1 to 9"' 'a knob out of its range: 2'
run fine.lua --set itmes=2
ok '[ $status -eq 2 ] && grep -q "has no knob .itmes.; did you mean .items.?" err && [ "$(wc -l <err)" -eq 1 ]' 'an unknown knob: 2, and the nearest one'

# Once there is time to come so far.
for seconds in 0.2 2 20; do
	run ever.lua --timeout $seconds
	! says '  waiter waits for' || break
done
ok '[ $status -eq 3 ] && says "Stopped by --timeout" && says "  waiter waits for never to be set (ever.lua:3)"' '--timeout: 3, and where everybody was'

# Interrupted as soon as it is seen to run.
interrupted() {
	: >out # what the last run said must not be taken for this one
	"$SANDBOX" run ever.lua "${@:2}" >out 2>err &
	local pid=$!
	until grep -q waits out || ! kill -0 $pid 2>/dev/null; do :; done
	kill "-$1" $pid
	wait $pid
	status=$?
}
interrupted TERM
ok '[ $status -eq 143 ] && says "Stopped by SIGTERM" && says "  main runs (ever.lua:"' 'SIGTERM: 143, and where everybody was'
interrupted HUP --json
ok '[ $status -eq 129 ] && tail -n 1 out | grep -q "^{\"verdict\":\"interrupted\",\"status\":129,"' 'SIGHUP: 129, and a last line of JSON'

"$SANDBOX" run fine.lua >/dev/full 2>err
status=$?
: >out
ok '[ $status -eq 1 ] && complains "cannot write the output: No space left on device; the run was ended"' 'a full disk: 1, one sentence'

{ "$SANDBOX" run ever.lua --json 2>err; echo $? >status; } | head -n 1 >out
ok '[ ! -s err ] && says "\"seq\":1,"' 'a reader that goes away: quiet'

# A reader that does not read does not keep a signal waiting.
cat >flood.lua <<'END'
while true do print("flood") end
END
mkfifo pipe
"$SANDBOX" run flood.lua >pipe 2>err &
pid=$!
exec 3<pipe
read -r _ <&3
kill -TERM $pid
wait $pid
status=$?
exec 3<&-
ok '[ $status -eq 143 ]' 'a blocked output is given up for a signal'

run two.lua --json --seed 7
ok '[ $status -eq 1 ]' '--json has the same exit status'
cat >check.lua <<'END'
-- Sequence numbers without a gap, and a verdict as the last line.
local number, last = 0, nil
for line in io.lines("out") do
  local seq = line:match('^{"seq":(%d+),"t":%d+%.%d%d%d%d%d%d,"process":')
  if seq then
    number = number + 1
    assert(tonumber(seq) == number, line)
  end
  last = line
end
assert(number > 10 and last:find('^{"verdict":"deadlock","status":1,'), last)
assert(last:find('"ring":["P1","P2"]', 1, true), last)
assert(last:find('"holds":%[{"object":"left","number":%d+,"kind":"lock","line":5}%],"waits":{"object":"right"'), last)
END
ok 'lua5.4 check.lua 2>>err' '--json: numbers without a gap; the last line is the verdict with its ring'

"$SANDBOX" --version >out 2>err
ok 'grep -qE "^sandbox [0-9.]+$" out' '--version'
"$SANDBOX" --help >out 2>err
status=$?
ok '[ $status -eq 0 ] && says "sandbox run FILE|LESSON" && [ ! -s err ]' '--help lists the commands'
"$SANDBOX" run --help >out 2>err
status=$?
ok '[ $status -eq 0 ] && says "--timeout SECONDS" && says "3  stopped by --timeout"' 'run --help lists options and exit statuses'
echo "1..$count"
