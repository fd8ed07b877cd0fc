# Our side of the situations in which CPython hangs (tests/situations/table runs both): each ends, and as said. TAP.
: "${SANDBOX:=build/sandbox}"
: "${TMPDIR:=/tmp}"
SANDBOX=$(realpath "$SANDBOX")
cd "$(dirname "$0")" || exit 1

count=0
while read -r name status words; do
	count=$((count + 1))
	timeout -s KILL 100 "$SANDBOX" run --quiet "$name.lua" >"$TMPDIR/output" 2>&1
	ended=$?
	if [[ $ended =~ ^($status)$ ]] && grep -qE -- "$words" "$TMPDIR/output"; then
		echo "ok $count - $name: $words"
	else
		echo "not ok $count - $name: $words, exit status $status (it was $ended)"
		sed 's/^/#   /' "$TMPDIR/output"
	fi
done <<'END'
01-lock-owner 0 acquire\(\) returned true abandoned
02-condition-waiter 0 notify_all\(\) returned 0
03-event-waiter 0 set\(\) returned
04-barrier-party 0 wait\(\) returned nil broken
05-consumer 0 get\(\) returned an item
06-producer 0|1 waits to get from queue, which is empty|get\(\) returned 50000000 bytes
07-pool-worker 0 apply\(\) raised WorkerLost signal 9
08-error-value 0 apply\(\) raised RemoteError 7: not today
09-task-done 0 join\(\) returned nil abandoned 1
10-join-first 1 Process-1 waits to put into queue, which is full
11-write-end 1 waits to receive from writer>reader, whose writing end only main itself holds
12-put-then-empty 0 empty\(\) was true 0 of 100 times
13-lost-update 0 ^  counter: [0-9]+ updates?; 13-lost-update.lua:7 wrote over 13-lost-update.lua:7, [0-9]+ times?$|counted: 100000
END
echo "1..$count"
