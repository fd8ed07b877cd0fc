# sandbox replay, and runs whose steps are granted one by one. TAP.
# shellcheck disable=SC2016,SC2034
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

# sandbox ARGUMENTS...: stdout in out, stderr in err, exit status in $status.
sandbox() {
	timeout -s KILL 100 "$SANDBOX" "$@" >out 2>err
	status=$?
}
replay() { sandbox replay "$@"; }
says() { grep -qF -- "$1" out; }
refuses() { # COMPLAINT ARGUMENTS...
	local complaint=$1
	shift
	sandbox "$@"
	ok '[ $status -eq 2 ] && grep -qF -- "$complaint" err && [ "$(wc -l <err)" = 1 ] && [ ! -s out ]' "refused: $complaint"
}

cat >two.lua <<'END_OF_FILE'
local mp = require "multiprocessing"
local left, right = mp.Lock(), mp.Lock()
local function eat(first, second)
  first:acquire()
  second:acquire()
  second:release()
  first:release()
end
local p1 = mp.Process{target = eat, args = {left, right}, name = "P1"}:start()
local p2 = mp.Process{target = eat, args = {right, left}, name = "P2"}:start()
p1:join()
p2:join()
END_OF_FILE

replay two.lua --schedule '0 0 1 2'
ok '[ $status -eq 1 ] && says "P1 and P2 wait for each other" && says "P1 holds left (two.lua:4)"' 'a deadlock by its schedule'
replay two.lua --quiet --schedule '0 0 1*5 2*5 0 0 0'
ok '[ $status -eq 0 ] && says "Finished after" && ! says "The same again"' 'no deadlock by another one'
replay two.lua --schedule '0 0 1'
ok '[ $status -eq 0 ] && says "The schedule ends here, after 3 steps." && says "  1  P1 wants right (line 5)" &&
	says "  0  main waits for P1 to end" && says "Blocked:"' 'a schedule that is too short says who could go next'
replay two.lua --schedule '0 0 1 1 2'
ok '[ $status -eq 4 ] && says "step 5 of the schedule is 2, but P2 is blocked: it waits for right, held by P1"' 'who is blocked, and by whom'
replay two.lua --quiet --schedule '0 7'
ok '[ $status -eq 4 ] && says "there is no process 7 at this point"' 'a process that is not there'
replay two.lua --quiet --schedule '0 0 1*5 1'
ok '[ $status -eq 4 ] && says "P1 has ended (exit code 0)"' 'a process that has ended'
replay two.lua --quiet --schedule '0 1!'
ok '[ $status -eq 4 ] && says "so no time runs out"' 'a timeout where nobody waits'
replay two.lua --quiet --schedule '0 0 1 1x'
ok '[ $status -eq 0 ] && says "2  P2 wants right"' 'a kill'
replay two.lua --json --schedule '0 0 1 1 2'
ok '[ $status -eq 4 ] && tail -n 1 out | grep -q "\"verdict\":\"diverged\".*\"diverged\":{\"step\":5,\"expected\":\"2\""' 'the same as JSON'
replay two.lua --json --schedule '0 0 1 2'
ok 'tail -n 1 out | grep -q "\"verdict\":\"deadlock\".*\"schedule\":\"0 0 1 2\",\"steps\":4"' 'a deadlock as JSON, with its schedule'

# A schedule that was printed, pasted.
for policy in first random:1 random:2 pct:1:1 pct:2:2; do
	sandbox run two.lua --schedule "$policy" --seed 3
	first=$status
	sed 's/^ *[0-9.]* *//; s/pid [0-9]* *//; s/ [0-9.]* s:/ s:/; /^The same/,$d' out >once
	bash -c "$(sed -n 's|^  sandbox |"$SANDBOX" |p' out)" >again.out 2>err
	status=$?
	sed 's/^ *[0-9.]* *//; s/pid [0-9]* *//; s/ [0-9.]* s:/ s:/' again.out >again
	ok '[ $status -eq $first ] && [ -s once ] &&
		diff <(sed "s/after [0-9.]* s/after/; s/since [0-9.]*s//" once) <(sed "s/after [0-9.]* s/after/; s/since [0-9.]*s//" again) >out' \
		"pasted into a shell, $policy is the same again"
done

# Recordings.
sandbox run two.lua --schedule random:2 --seed 3 --quiet --record two.jsonl
first=$status
replay two.jsonl --quiet
ok '[ $status -eq $first ]' 'a recording comes to the same'
sed 's/^\(\[15,[0-9]*,[0-9]*,[0-9]*\),[0-9]*/\1,99/' two.jsonl >changed.jsonl
replay changed.jsonl --quiet
ok '[ $status -eq 4 ] && says "Diverged at step" && says "event 15:" && grep -q "^  line  *99  *[0-9]" out' 'what differs from it is shown on both sides'
replay changed.jsonl --json
ok '[ $status -eq 4 ] && tail -n 1 out | grep -q "\"expected\":\".* :99\""' 'as JSON too'
sed '$d' two.jsonl >cut.jsonl
refuses 'cut.jsonl' replay cut.jsonl
sandbox run two.lua --quiet --record free.jsonl
refuses 'the kernel decided who goes in this run' replay free.jsonl
cp two.lua kept.lua
echo '-- edited' >>two.lua
refuses 'two.lua is no longer what was recorded' replay two.jsonl
cp kept.lua two.lua

# Wrong usage.
refuses 'two.lua is no recording made with --record' replay two.lua
refuses 'there is no file and no lesson "nothere.rec"' replay nothere.rec
refuses 'it takes one FILE or LESSON with --schedule' replay
refuses 'step 2, "1y"' replay two.lua --schedule '0 1y'
refuses 'a recording has its own seed' replay two.jsonl --seed 1
refuses '--schedule takes first, random' run two.lua --schedule sometimes
refuses '--schedule decides who goes' run two.lua --schedule first --tempo 2
refuses 'nothere.lua' replay nothere.lua --schedule 0

# Who comes to no step.
cat >spin.lua <<'END_OF_FILE'
local mp = require "multiprocessing"
local p = mp.Process{target = function() while true do end end, name = "Spinner"}:start()
p:join()
END_OF_FILE
replay spin.lua --schedule '0'
ok '[ $status -eq 1 ] && says "Spinner computes and comes to no step" && says ":2" && says "Stopped after 1 step"' \
	'an endless loop is found by counting its instructions'

# One instruction of Lua that takes for ever: nobody finds it by counting.
cat >match.lua <<'END_OF_FILE'
local mp = require "multiprocessing"
local function match() return (("a"):rep(40)):find(("a?"):rep(40) .. ("a"):rep(40)) end
local p = mp.Process{target = match, name = "Matcher"}:start()
p:join()
END_OF_FILE
"$SANDBOX" replay match.lua --schedule '0' >out 2>err &
pid=$!
until grep -q 'started by' out; do
	kill -0 $pid || break
	read -rt 0.05 <> <(:)
done 2>/dev/null
kill -INT $pid 2>/dev/null
wait $pid
status=$?
ok '[ $status -eq 130 ] && says "Stopped by SIGINT"' 'Ctrl-C in the middle of a step'
replay match.lua --schedule '0' --timeout 0.2
ok '[ $status -eq 3 ] && says "Stopped by --timeout"' '--timeout in the middle of a step'

echo "1..$count"
