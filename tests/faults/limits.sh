# What the system refuses: closed descriptors, and limits on files, processes, memory. Each is one sentence that says what to do;
# nothing hangs, and no output is lost without a word. TAP.
# The conditions are evaluated when they are used.
# shellcheck disable=SC2016,SC2034
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

cat >six.lua <<'END2'
local mp = require "multiprocessing"
local jobs = mp.Queue(2)
for _ = 1, 6 do
  mp.Process{target = function() jobs:put("a job") end}:start()
end
for _ = 1, 6 do jobs:get() end
END2

# limited COMMAND...: COMMAND, then the run, in a shell of its own. A hang is status 137.
limited() {
	timeout -s KILL 100 bash -c "$1; shift; exec \"\$@\"" limited "$@" >out 2>err
	status=$?
}
with() { limited "$1" "$SANDBOX" run --quiet six.lua; }
fails_with() { [ $status -eq 1 ] && [ "$(cat err)" = "sandbox run: $1" ]; } # in one line, and nothing else

with 'exec >&-'
ok 'fails_with "cannot write the output: Bad file descriptor; the run was ended"' 'a closed output is no success'
with 'exec <&- >&- 2>&-'
ok '[ $status -eq 1 ]' 'all three closed: the run still ends'
with 'exec <&-'
ok '[ $status -eq 0 ]' 'a closed input does not matter'

# A run needs its own descriptors, and one a process.
too_few=0 refused=0
for files in {5..24}; do
	with "ulimit -n $files"
	[ $status -eq 137 ] && break
	grep -qsF 'could not be started: Too many open files; is the limit on open files (ulimit -n) too low?' out err &&
		too_few=1
	grep -qF 'was not started: this run has as many processes as it may' out && refused=1
done
ok '[ $status -ne 137 ]' 'few open files: no run hangs'
[ "$VARIANT" = asan ] || ok '[ $too_few -eq 1 ] && [ $refused -eq 1 ]' 'few open files: too few are refused, else start() raises'

with 'ulimit -f 0'
ok '[ $status -eq 1 ]' 'no file may grow: not killed by SIGXFSZ'
timeout -s KILL 100 bash -c 'ulimit -f 0; "$1" run six.lua 2>&1 | cat' - "$SANDBOX" | cat >err
ok 'grep -qxF "sandbox run: the run could not be started: File too large; is the limit on the size of files (ulimit -f) too low?" err' \
	'no file may grow: it says so'

if [ "$VARIANT" != asan ]; then # which wants terabytes of address space
	with 'ulimit -v 500000'
	ok 'fails_with "the run could not be started: Cannot allocate memory; is the limit on memory (ulimit -v) too low?"' 'little memory'
fi

# Fork refused: root has no limit, so somebody else has to try, if root may become another here.
if [ "$(id -u)" = 0 ] && [ "$VARIANT" != asan ] && setpriv --reuid=54321 --clear-groups true 2>/dev/null; then
	# The checkout may be where others cannot read: they get a program and modules of their own.
	chmod 755 "$TMPDIR" "$here"
	cp "$SANDBOX" "$here/sandbox"
	cp -r "$root/lua" "$here/lua"
	chmod -R a+rX "$here"
	as_other() { # PROCESSES
		limited "ulimit -u $1; SANDBOX_LUA=$here/lua exec setpriv --reuid=54321 --clear-groups -- $here/sandbox run --quiet $here/six.lua"
	}
	as_other 1
	if [ $status -ne 126 ]; then
		ok 'fails_with "the run could not be started: Resource temporarily unavailable; is the limit on processes (ulimit -u) too low?"' \
			'fork refused to the front end'
		as_other 3
		ok '[ $status -eq 1 ] && grep -qF "main could not be started: Resource temporarily unavailable; is the limit" out' \
			'fork refused to the supervisor'
		as_other 4
		ok '[ $status -eq 1 ] && grep -qF "six.lua:4: OSError: Process-1 was not started: Resource temporarily unavailable" out' \
			'fork refused to main'
	fi
fi
echo "1..$count"
