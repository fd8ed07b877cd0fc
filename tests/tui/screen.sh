# shellcheck shell=bash
# What a person does at the screen: watches a deadlock close, kills one, pauses, turns the tempo, asks for help.
# The conditions are evaluated when they are used.
# shellcheck disable=SC2016,SC2034,SC2154
# shellcheck source=tests/tui/lib.sh
. "$(dirname "$0")/lib.sh"

terminal 120 36
keys "$SANDBOX $here/two.lua" Enter
ok 'until_seen "! DEADLOCK (3)"' "the deadlock is in the header"
ok 'until_seen "left  ━waits━▶ b ━held by━▶ right"' "the ladder says who waits for whom"
ok 'until_seen "circular wait"' "the four conditions are listed"
row_says() { screen | grep -q "!left .* a .*b (right)"; }
ok 'within 60 row_says' "the row says what it holds and waits for"
keys x
ok 'until_gone "! DEADLOCK ("' "killing one ends the deadlock"
ok 'until_seen "killed: SIGKILL" && until_seen "[FINISHED]"' "the other one finishes"
ok 'until_seen "r runs it again"' "and the screen says what to do next"
keys r
ok 'until_seen "! DEADLOCK (3)"' "r runs it again"
keys '?'
ok 'until_seen "kill the selected process"' "? explains the keys"
keys q
ok 'until_gone "kill the selected process"' "and any key closes it"
keys n
ok 'until_seen "no lesson text"' "a key that can do nothing says why"
keys z
ok 'until_gone "2 Wait-for graph"' "z puts one panel on the whole screen"
keys 5
ok 'until_seen "mp.Lock{name = \"a\"}"' "a digit goes to another"
keys z
ok 'until_seen "2 Wait-for graph"' "z shows them all again"
keys q
until_back

keys clear Enter
keys "$SANDBOX $here/loop.lua --lang zh" Enter
ok 'until_seen runner3 && until_seen 等待图' "it speaks Chinese"
keys Space
ok 'until_seen 已暂停' "pause is loud"
# What was under way when it paused may still come; what goes on changes several times in half a second.
stands_still() {
	local before
	before=$(screen)
	sleep 0.5
	[ "$before" = "$(screen)" ]
}
ok 'within 10 stands_still' "and everything stands still, the clock too"
keys Space
ok 'until_gone 已暂停' "Space goes on"
keys + +
ok 'until_seen "4x"' "+ makes it faster"
keys - - - -
ok 'until_seen "0.25x"' "- slower"
keys j j Z
ok 'until_seen 被暂停' "Z stops the selected process"
keys Z
ok 'until_gone 被暂停' "and lets it go on"
keys q
ok restored "q gives the terminal back"
echo "1..$count"
