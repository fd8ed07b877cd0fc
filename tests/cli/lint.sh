# sandbox lint: what a lesson claims is proved or refuted, and what it should have is looked for. TAP.
# shellcheck disable=SC2016,SC2034
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
export SANDBOX_LESSONS=$here/lessons

lint() {
	timeout -s KILL 100 "$SANDBOX" lint "$@" >out 2>err
	status=$?
}
says() { grep -qF -- "$1" out; }
# wrong ABOUT WORDS: it is found, and it alone.
wrong() { [ $status -eq 1 ] && [ "$(grep -c '^WRONG' out)" = 1 ] && says "WRONG      semaphore: $1: $2"; }

lesson=lessons/13-semaphore
# fresh: a good lesson again, and the words at its end. Without its exercise: each test has its own.
fresh() {
	rm -rf lessons
	mkdir lessons
	cp -r "$root/lessons/13-semaphore" lessons
	rm -f $lesson/exercise.lua $lesson/solution.lua $lesson/must.lua
}
claims() { sed -i "s/^  scenario = {fails = false},/  $1/" $lesson/lesson.lua; }

fresh
lint semaphore
ok '[ $status -eq 0 ] && says "ok         semaphore: scenario.lua: PROVED" && says "same.c: runs" && says "same.py: runs"' \
	'a good lesson: everything is ok'
lint --claims --json
ok '[ $status -eq 0 ] && ! says same.c && [ "$(grep -c "\"holds\":true" out)" = "$(wc -l <out)" ]' \
	'as JSON, of all lessons, without the programs'

claims 'scenario = {fails = "deadlock"},'
lint --claims
ok 'wrong scenario.lua "PROVED" && says "a deadlock is claimed"' 'a failure is claimed that there is not'
fresh
claims ''
lint --claims
ok 'wrong lesson.lua "nothing is claimed of the scenario"' 'nothing is claimed'

# A scenario that fails, after 4 steps.
fresh
cp "$root/tests/schedule/bugs/deadlock.lua" $lesson/scenario.lua
sed -i 's/{min = 0, max = 1}/{min = 0, max = 1, help = "1: in one order"}/' $lesson/scenario.lua
sed -i 's/knobs = {[^}]*},\?//' $lesson/lesson.lua
lint --claims
ok 'wrong scenario.lua "FOUND: deadlock after 4 steps" && says "no failure is claimed"' \
	'it fails, though it is claimed not to'
sed -i 's/{fails = false}/{fails = "deadlock", within = 3}/' $lesson/lesson.lua
lint --claims
ok 'wrong scenario.lua "FOUND: deadlock after 4 steps" && says "It is claimed within 3"' 'it needs more steps than claimed'
sed -i 's/within = 3/within = 4/' $lesson/lesson.lua
lint --claims
ok '[ $status -eq 0 ] && says "ok         semaphore: scenario.lua: FOUND: deadlock after 4 steps"' \
	'as many as claimed'
sed -i 's/"deadlock"/"assert"/' $lesson/lesson.lua
lint --claims
ok 'wrong scenario.lua "FOUND: deadlock" && says "a failed assertion is claimed"' 'it fails otherwise'
sed -i 's/"assert"/"deadlock"/' $lesson/lesson.lua

# One that can go round for ever.
cp -r $lesson kept
cp "$root/tests/schedule/bugs/livelock.lua" $lesson/scenario.lua
sed -i 's/{min = 0, max = 1}/{min = 0, max = 1, help = "1: in one order"}/' $lesson/scenario.lua
lint --claims
ok 'wrong scenario.lua "FOUND: livelock" && says "a deadlock is claimed"' 'a livelock is no deadlock'
sed -i 's/"deadlock", within = 4/"livelock", within = 12/' $lesson/lesson.lua
lint --claims
ok '[ $status -eq 0 ] && says "scenario.lua: FOUND: livelock: 6 steps, and then the same 6 steps again and again"' \
	'a livelock, as claimed'
rm -r $lesson
mv kept $lesson

# A solution: with must.lua it has to do more than not to fail.
cp "$root/tests/schedule/bugs/deadlock.lua" $lesson/solution.lua
lint --claims
ok 'wrong solution.lua "FOUND: deadlock"' 'a solution that fails'
echo 'local done = require "multiprocessing".RawValue("i", 0)' >$lesson/solution.lua
lint --claims
ok '[ $status -eq 0 ] && says "ok         semaphore: solution.lua: PROVED"' 'one that does not'
echo 'assert(done.value == 1, "not done")' >$lesson/must.lua
lint --claims
ok 'wrong solution.lua "FOUND: assert"' 'one of which something does not hold that must'
rm $lesson/solution.lua
touch $lesson/exercise.lua
lint --claims
ok 'wrong exercise.lua "there is an exercise and no solution.lua"' 'an exercise without a solution'

fresh
rm $lesson/zh.md
lint --claims
ok 'wrong zh.md "is not there"' 'no prose in Chinese'
fresh
sed -i '0,/help = /s/help = "[^"]*"/help = ""/' $lesson/scenario.lua
lint --claims
ok 'wrong knobs "printers says nothing of itself"' 'a knob without help'
fresh
sed -i '0,/jobs = 6/s//jobs = 600/' $lesson/lesson.lua
lint --claims
ok 'wrong knobs "count sets jobs to 600, which is not in"' 'a step that sets a knob out of its range'
fresh
echo 'int main(void) { return 3; }' >$lesson/same.c
echo 'import nothing_of_that_name' >$lesson/same.py
lint
ok '[ $status -eq 1 ] && says "same.c does not end well" && says "same.py does not end well" &&
	[ "$(grep -c ^WRONG out)" = 2 ]' 'programs that do not end well'
echo 'int main(void) { int unused; }' >$lesson/same.c
rm $lesson/same.py
lint
ok '[ $status -eq 1 ] && says "does not compile without a warning" && says "same.py is not there"' \
	'one with a warning, and one that is not there'

lint nothing
ok '[ $status -eq 2 ] && grep -q "there is no lesson \"nothing\"" err' 'a lesson that there is not'
fresh
lint --timeout 0.000001 --claims
ok '[ $status -eq 3 ] && says "undecided  semaphore: scenario.lua: "' 'no time: undecided'

echo "1..$count"
