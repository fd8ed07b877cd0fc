# sandbox help: commands, and the reference of the modules. TAP.
# shellcheck disable=SC2016
. "$(dirname "$0")/../lib.sh"
help() {
	timeout -s KILL 100 "$SANDBOX" help "$@" >out 2>err </dev/null
	status=$?
}
fine() { [ $status -eq 0 ] && [ ! -s err ]; }

help
ok 'fine && grep -q "^  sandbox run " out && grep -q "^  sandbox help " out' "help lists the commands"
help run
cp out run.help
"$SANDBOX" run --help >out
ok 'cmp -s out run.help' "help COMMAND is COMMAND --help"

help api
ok 'fine && [ "$(wc -l <out)" -gt 500 ] && ! grep -q "$(printf "\\033")" out' "help api: all of it, plain where there is no terminal"
ok '! grep -qE "^.{81}" out' "in 80 columns"
for class in multiprocessing Process Lock Pool sandbox; do
	ok 'grep -qx "$class" out' "it has $class"
done
COLUMNS=60 help api
ok 'fine && ! grep -vE "^  [a-z]" out | grep -qE "^.{61}"' "as wide as it is told, but for the calls"
help api --markdown
lua5.4 "$root/lua/meta/reference.lua" "$root/lua/meta/multiprocessing.lua" "$root/lua/meta/sandbox.lua" >page
ok 'fine && cmp -s out page && grep -qx "## Lock" out && grep -qx "### .lock:acquire(block, timeout)." out' "--markdown"

for name in Lock.acquire 'Lock:acquire()' mp.Lock.acquire; do
	help "$name"
	ok 'fine && grep -qF "lock:acquire(block, timeout)" out && ! grep -q "release" out' "one entry: $name"
done
help api Lock
ok 'fine && grep -qF "mp.Lock(" out && grep -qF "lock:release()" out && ! grep -q "queue:" out' "a class, with its constructor"
help knob
ok 'fine && grep -qF "sandbox.knob(" out' "sandbox.knob by its name"
help JoinableQueue.put_nowait
ok 'fine && grep -qF "queue:put_nowait(" out' "an inherited one"
help Process.exitcode
ok 'fine && grep -q "1 after an" out' "a field"

refuses() { # MESSAGE ARGUMENT...
	local message="sandbox help: $1"
	shift
	help "$@"
	ok '[ $status -eq 2 ] && [ ! -s out ] && [ "$(cat err)" = "$message" ]' "refused: $*"
}
refuses 'there is no name "Lock.aquire"; did you mean Lock.acquire?' api Lock.aquire
refuses 'there is no command and no name "lesons"; did you mean lessons?' lesons
refuses 'there is no command and no name "xyzzyxyzzy"; `sandbox help api` lists what there is' xyzzyxyzzy
refuses 'one name at a time' api Lock Queue

# On a terminal: headings are styled, and what is longer than the screen goes through the pager.
export TERM=xterm
terminal() { # COMMAND: what a terminal of 24 lines shows
	script -qec "stty rows 24 cols 80; $1" /dev/null </dev/null >out 2>err
	status=$?
}
PAGER='sed s/^/paged:/' terminal "'$SANDBOX' help api"
ok '[ $status -eq 0 ] && grep -q "^paged:.*multiprocessing" out && grep -q "$(printf "\\033\\[1;4m")" out' \
	"a long page on a terminal goes through PAGER"
PAGER='sed s/^/paged:/' terminal "'$SANDBOX' help mp.getpid"
ok '[ $status -eq 0 ] && ! grep -q "^paged:" out && grep -q "mp.getpid" out' "a short one does not"
PAGER=/nowhere/pager terminal "'$SANDBOX' help api"
ok '[ $status -eq 0 ] && grep -q "lock:acquire" out' "without a pager it is printed"
echo "1..$count"
