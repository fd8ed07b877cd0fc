# shellcheck shell=bash
# What a person has done in the lessons: kept in a file of theirs, shown in the list after a restart, forgotten on request.
# shellcheck disable=SC2016,SC2034,SC2154
# shellcheck source=tests/tui/lib.sh
. "$(dirname "$0")/lib.sh"

mkdir "$here/state" "$here/full"
export XDG_STATE_HOME=$here/state
cd "$here" || exit 1
terminal 120 36
keys "export XDG_STATE_HOME=$here/state" Enter
keys "$SANDBOX 17-deadlock" Enter
until_seen 'Lesson 1/'
keys a
until_seen RUN
keys n
until_seen 'Lesson 2/'
keys q q
until_back
ok '[ "$(grep -c "^1 seen deadlock " state/sandbox/study)" = 2 ]' "two steps were read: two lines"
ok 'grep -q "^1 predicted deadlock [a-z-]* 0$" state/sandbox/study' "and what was predicted"

keys clear Enter "$SANDBOX" Enter
ok 'until_seen " 2/"' "the list shows how far it is, after a restart"
keys q
until_back
"$SANDBOX" lessons --reset deadlock
keys clear Enter "$SANDBOX" Enter
ok 'until_seen "Deadlock" && ! screen | grep -q "[0-9]/[0-9]"' "lessons --reset forgets it"
keys q
until_back

# A file in place of the folder: it works, and says so.
: >"$here/full/sandbox"
keys "export XDG_STATE_HOME=$here/full" Enter
keys clear Enter "$SANDBOX 17-deadlock" Enter
ok 'until_seen "What you do here is not kept" && until_seen "Not a directory"' "where nothing can be kept it says why"
keys q q
until_back
ok restored "the terminal is as it was"
ok nothing_left "and nobody is left"
echo "1..$count"
