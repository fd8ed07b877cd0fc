# sandbox check: an exercise is accepted when no schedule of it fails, and then only. TAP.
# shellcheck disable=SC2016,SC2034
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
export SANDBOX_LESSONS=$here/lessons XDG_DATA_HOME=$here/data

check() {
	timeout -s KILL 100 "$SANDBOX" check "$@" >out 2>err
	status=$?
}
says() { grep -qF -- "$1" out; }

mkdir -p lessons
cp -r "$root/lessons/13-semaphore" lessons
lesson=lessons/13-semaphore
rm $lesson/exercise.lua $lesson/solution.lua $lesson/must.lua
check semaphore
ok '[ $status -eq 2 ] && grep -q "the lesson semaphore has no exercise; name the FILE" err' 'no exercise'

cat >$lesson/exercise.lua <<'END'
local mp = require "multiprocessing"
local count, lock = mp.RawValue("i", 0), mp.Lock()
local function add() count.value = count.value + 1 end
local ps = {}
for i = 1, 2 do ps[i] = mp.Process{target = add}:start() end
for i = 1, 2 do ps[i]:join() end
END
echo 'assert(count.value == 2, "an update is lost")' >$lesson/must.lua
check semaphore
ok '[ $status -eq 2 ] && grep -qF "you have no copy of this exercise yet; make one: install -Dm644" err' 'no copy'
eval "$(sed 's/.*make one: //' err)"
check semaphore
ok '[ $status -eq 1 ] && says "REJECTED: FOUND: assert after 11 steps" && says "an update is lost"' \
	'the copy, as it was: rejected, with the schedule'
check --json semaphore
ok '[ $status -eq 1 ] && says "{\"accepted\":false,\"lesson\":\"semaphore\"" && says "\"kind\":\"assert\",\"steps\":11"' \
	'as JSON'

copy=data/sandbox/semaphore/exercise.lua
sed -i 's/^local function.*/local function add() lock:acquire() count.value = count.value + 1 lock:release() end/' $copy
check semaphore
ok '[ $status -eq 0 ] && says "ACCEPTED: PROVED: no schedule fails"' 'the copy, solved: accepted'
check --json semaphore
ok '[ $status -eq 0 ] && says "{\"accepted\":true,"' 'as JSON'
check semaphore $lesson/exercise.lua
ok '[ $status -eq 1 ] && says REJECTED' 'another file'
echo 'local count = {value = 0}' >nothing.lua
check semaphore nothing.lua
ok '[ $status -eq 1 ] && says "an update is lost"' 'one that does nothing does not what it must'
echo 'local count' >nothing.lua
check semaphore nothing.lua
ok '[ $status -eq 1 ] && says REJECTED' 'nor does one that has not got what is asked for'
echo 'local count = {value = 2} math.randomseed(os.time())' >nothing.lua
check semaphore nothing.lua
ok '[ $status -eq 3 ] && says "UNDECIDED: NONDETERMINISTIC"' 'one that is not determined: undecided'
echo 'local count = = 2' >nothing.lua
check semaphore nothing.lua
ok '[ $status -eq 2 ] && grep -q "nothing.lua:1" err' 'one that does not compile'
check
ok '[ $status -eq 2 ] && grep -q "it takes a LESSON" err' 'no lesson'
check nothing
ok '[ $status -eq 2 ] && grep -q "there is no lesson" err' 'a lesson that there is not'

echo "1..$count"
