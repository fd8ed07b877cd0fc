#!/bin/bash
# Every lesson's program in C and in Python does what the scenario does: each prints the same lines, in whatever order,
# and ends. The scenario runs with the knobs that let it end.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/lessons/lib.sh
. tests/lessons/lib.sh

count=0
check() {
	count=$((count + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $count - $2"
	else
		echo "not ok $count - $2"
		sed 's/^/#   /' "$TMPDIR/errors" "$TMPDIR/difference" 2>/dev/null
	fi
}

# What the scenario prints, without what is around it.
printed() {
	python3 -c '
import json, sys
for line in sys.stdin:
    event = json.loads(line)
    if event.get("event") == "said":
        print(event["text"].rstrip("\n"))'
}

lessons=(lessons/[0-9]*/)
echo "1..$((${#lessons[@]} * 4))"
for lesson in "${lessons[@]}"; do
	name=$(basename "$lesson")
	knobs=()
	for setting in $(settings "$lesson"); do knobs+=(--set "$setting"); done
	rm -f "$TMPDIR/errors" "$TMPDIR/difference"

	"${CC-cc}" -std=gnu11 -Wall -Wextra -Werror -pthread -o "$TMPDIR/same" "$lesson/same.c" 2>"$TMPDIR/errors"
	check $? "$name: same.c compiles without a warning"
	timeout 100 "$TMPDIR/same" 2>"$TMPDIR/errors" | sort >"$TMPDIR/c"
	check $? "$name: same.c ends"

	timeout 100 env -u PYTHONUNBUFFERED python3 "$lesson/same.py" 2>"$TMPDIR/errors" | sort >"$TMPDIR/python"
	ended=$?
	diff "$TMPDIR/c" "$TMPDIR/python" >"$TMPDIR/difference" && [ -s "$TMPDIR/c" ] && [ $ended -eq 0 ]
	check $? "$name: same.py prints what same.c prints"

	timeout 100 "$SANDBOX" run --json ${knobs+"${knobs[@]}"} "$lesson/scenario.lua" 2>"$TMPDIR/errors" |
		printed 2>>"$TMPDIR/errors" | sort >"$TMPDIR/scenario"
	ended=$?
	diff "$TMPDIR/c" "$TMPDIR/scenario" >"$TMPDIR/difference" && [ $ended -eq 0 ]
	check $? "$name: scenario.lua prints what same.c prints"
done
