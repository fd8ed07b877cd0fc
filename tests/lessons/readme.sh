#!/bin/bash
# The README's scenario runs as written, and ends as the README says. So does the lesson of lessons/README.md.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1

count=0
check() {
	count=$((count + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $count - $2"
	else
		echo "not ok $count - $2"
		sed 's/^/#   /' "$TMPDIR/output" "$TMPDIR/difference" 2>/dev/null
	fi
}

# block FILE HEADING: the first block of Lua code under that heading.
# shellcheck disable=SC2016
block() {
	sed -n "/^## $2/,\$p" "$1" | sed -n '/^```lua/,/^```$/p' | sed '1d; /^```$/,$d'
}

echo "1..6"
block README.md "A scenario in 15 lines" >"$TMPDIR/bank.lua"
[ "$(wc -l <"$TMPDIR/bank.lua")" -eq 15 ] 2>"$TMPDIR/output"
check $? "the README's scenario has 15 lines"
# Where the machine is so busy that the second comes when the first has gone, once more.
for _ in {1..10}; do
	"$SANDBOX" run "$TMPDIR/bank.lua" >"$TMPDIR/output" 2>&1
	status=$?
	[ "$status" -eq 0 ] || break
done
[ "$status" -eq 1 ]
check $? "it fails (status 1, it was $status)"
# shellcheck disable=SC2016
# The verdict, but for how long it took.
verdict() {
	sed -n '/^DEADLOCK after/,$p' | sed '/^```$/,$d; s/after [0-9.]* s/after a moment/'
}
diff <(verdict <"$TMPDIR/output") <(verdict <README.md) >"$TMPDIR/difference" &&
	verdict <README.md | grep -q "holds anna .*waits for bert (bank.lua:8)"
check $? "the README shows its verdict as it is"

mkdir -p "$TMPDIR/lessons/21-tiny"
block lessons/README.md "lesson.lua in 15 lines" >"$TMPDIR/lessons/21-tiny/lesson.lua"
printf '## One {#guess}\n\nA.\n\n## Two {#look}\n\nB.\n' >"$TMPDIR/lessons/21-tiny/en.md"
cp lessons/17-deadlock/scenario.lua "$TMPDIR/lessons/21-tiny/"
[ "$(wc -l <"$TMPDIR/lessons/21-tiny/lesson.lua")" -eq 15 ] 2>"$TMPDIR/output"
check $? "the lesson of lessons/README.md has 15 lines"
SANDBOX_LESSONS=$TMPDIR/lessons "$SANDBOX" lessons >"$TMPDIR/output" 2>&1
check $? "it is a good lesson"
grep -q "21.*tiny.*A tiny lesson.*2" "$TMPDIR/output"
check $? "it is listed with its number, id, title and steps"
