# shellcheck shell=bash
# The terminal is as it was on every way out, and what cannot be a screen gets one clear sentence.
# The conditions are evaluated when they are used.
# shellcheck disable=SC2016,SC2034,SC2154
# shellcheck source=tests/tui/lib.sh
. "$(dirname "$0")/lib.sh"

start() { keys "$SANDBOX $here/loop.lua" Enter; until_seen runner3; }

terminal 100 30
start
keys q
ok restored "q gives the terminal back"
ok nothing_left "and leaves no process"

for signal in TERM HUP INT SEGV ABRT; do
	keys 'clear' Enter
	start
	kill -$signal "$(screen_pid)"
	ok restored "SIG$signal gives the terminal back"
	ok nothing_left "and leaves no process"
done

# Nothing can restore a terminal after its own SIGKILL: the guardian does, and the screen does when the guardian dies.
keys clear Enter
start
kill -KILL "$(screen_pid)"
ok restored "SIGKILL of the screen gives the terminal back"
ok nothing_left "and leaves no process"
keys clear Enter
start
kill -KILL "$(guardian_pid)"
ok restored "SIGKILL of its guardian gives the terminal back"
ok nothing_left "and leaves no process"

keys clear Enter
start
keys C-c
ok restored "Ctrl-C gives the terminal back"
keys clear Enter
start
keys C-z
ok 'until_seen Stopped && restored' "Ctrl-Z gives the terminal back"
keys fg Enter
ok 'until_seen Processes && until_seen runner3' "fg brings the screen back"
keys Space
ok 'until_seen PAUSED' "and it answers"
keys q
ok restored "and quits"

keys clear Enter
start
tmux -S "$socket" resize-window -x 30 -y 6
ok 'until_seen "it needs 60x16"' "a small terminal is told what it needs"
for size in "80 24" "200 50" "61 17" "120 36" "20 5" "100 30"; do
	tmux -S "$socket" resize-window -x "${size% *}" -y "${size#* }"
done
ok 'until_seen runner3 && until_seen Lesson' "and comes back with the room"
keys q
ok restored "then quits"

keys clear Enter
keys "$SANDBOX </dev/null; echo status \$?" Enter
ok 'until_seen "status 2" && until_seen "needs a terminal"' "without a terminal: one sentence, exit status 2"
keys clear Enter
keys "TERM=dumb $SANDBOX; echo status \$?" Enter
ok 'until_seen "status 2" && until_seen "TERM=dumb" && until_seen "sandbox run"' "TERM=dumb: one sentence, exit status 2"
keys clear Enter
keys "TERM=no-such-terminal $SANDBOX; echo status \$?" Enter
ok 'until_seen "status 2" && until_seen "TERM=no-such-terminal"' "an unknown TERM, too"
keys clear Enter
keys "$SANDBOX --theme pink; echo status \$?" Enter
ok 'until_seen "status 2"' "an unknown theme is refused"

keys clear Enter
keys "LC_ALL=C $SANDBOX $here/loop.lua" Enter
ok 'until_seen runner3 && until_seen "+- 1 Processes" && ! screen | LC_ALL=C grep -q "[^ -~]"' "a locale without UTF-8 gets ASCII only"
keys q
echo "1..$count"
