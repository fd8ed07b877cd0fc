# shellcheck shell=bash
# The past on the screen: a recording is scrubbed, a run that stands still is gone back through, and saved.
# The conditions are evaluated when they are used.
# shellcheck disable=SC2016,SC2034,SC2154
# shellcheck source=tests/tui/lib.sh
. "$(dirname "$0")/lib.sh"

cd "$here" || exit 1
"$SANDBOX" run two.lua --record two.jsonl >/dev/null
count_of=$(sed -n 's/.*"count":\([0-9]*\).*/\1/p' two.jsonl)
terminal 120 36
keys "cd $here" Enter
keys "$SANDBOX two.jsonl" Enter
ok 'until_seen "RECORDING 0/$count_of"' "a recording opens at its beginning"
ok 'until_seen "two.jsonl, a run of two.lua" && until_seen "end: with a deadlock"' "and says what it is"
keys End
ok 'until_seen "RECORDING $count_of/$count_of" && until_seen "! DEADLOCK (3)"' "End goes to its end, the deadlock"
ok 'until_seen "left  ━waits━▶ b ━held by━▶ right" && until_seen "second:acquire()"' "with graph and source"
keys b
ok 'until_seen "RECORDING $((count_of - 1))/$count_of" && until_gone "! DEADLOCK ("' "b takes the last event back: no ring yet"
keys s
ok 'until_seen "! DEADLOCK (3)"' "s takes it again"
keys s
ok 'until_seen "This is the end of the recording"' "further it does not go"
keys B
ok 'until_seen "RECORDING $((count_of - count_of / 10))/$count_of"' "B goes back a tenth"
keys Home
ok 'until_seen "RECORDING 0/$count_of"' "Home to the beginning"
keys x
ok 'until_seen "processes are long gone"' "nobody can be killed there, and it is said"
keys + + + + Space
ok 'until_seen "RECORDING $count_of/$count_of"' "Space plays it to its end"
keys q
until_back

echo "-- edited" >>two.lua
keys clear Enter
keys "$SANDBOX two.jsonl --lang zh" Enter
ok 'until_seen "录制 0/$count_of" && until_seen "场景在录制之后被改过"' "an edited scenario is not shown, and why"
keys q
until_back

head -c -40 two.jsonl >cut.jsonl
keys clear Enter
keys "$SANDBOX cut.jsonl" Enter
ok 'until_seen "the recording breaks off in the middle of this line"' "of a damaged one it says what is wrong"
keys '$'
ok 'until_seen "RECORDING $((count_of - 1))/$((count_of - 1))"' "and shows what can be read"
keys q
until_back

keys clear Enter
keys "$SANDBOX two.lua --record live.jsonl" Enter
ok 'until_seen "! DEADLOCK (3)"' "a run that is recorded"
keys b
ok 'until_seen " PAST " && until_seen "all stand still" && until_gone "! DEADLOCK ("' "b goes back in a run, too, and pauses it"
keys x
ok 'until_seen "This is the past"' "in the past nobody is killed"
keys '$'
ok 'until_seen "! DEADLOCK (3)" && until_seen "PAUSED"' "\$ is now again"
keys b
until_seen ' PAST '
keys Space
ok 'until_seen "[RUN 1.0x]" && until_seen "! DEADLOCK (3)"' "Space goes on from now"
keys w
ok 'until_seen "events are in two-"' "w saves it"
keys q
until_back
ok 'tail -1 live.jsonl | grep -q "\"end\":\"deadlock\"" && [ "$("$SANDBOX" export two-*.jsonl --to json | wc -l)" -gt 20 ]' "both recordings are whole"
ok restored "the terminal is as it was"
echo "1..$count"
