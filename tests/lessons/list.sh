#!/bin/bash
# `sandbox lessons`: the good ones with number, id, title and steps; a broken one with its sentence; as JSON; in Chinese.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1

count=0
# check WORDS STATUS PATTERN ARGUMENT...: `sandbox ARGUMENT...`, in $locale, ends so, and what it says matches.
check() {
	local words=$1 expected=$2 pattern=$3 status
	shift 3
	count=$((count + 1))
	env LANG="${locale-C.UTF-8}" "$SANDBOX" "$@" >"$TMPDIR/output" 2>&1
	status=$?
	if [ $status -eq "$expected" ] && grep -qE -- "$pattern" "$TMPDIR/output"; then
		echo "ok $count - $words"
	else
		echo "not ok $count - $words (status $status)"
		sed 's/^/#   /' "$TMPDIR/output"
	fi
}

echo "1..9"
check "a lesson is listed" 0 '^ 17  deadlock +Deadlock +[0-9]+ steps$' lessons
check "in Chinese" 0 '^ 17  deadlock +死锁 +[0-9]+ 步$' lessons --lang zh
locale=zh_CN.UTF-8 check "in Chinese, by the locale" 0 '^ 17  deadlock +死锁' lessons
locale=zh_CN.GBK check "in English where Chinese could not be shown" 0 '^ 17  deadlock +Deadlock' lessons
check "as JSON" 0 '^\{"number":17,"id":"deadlock","title":"死锁",.*"error":null\}$' lessons --json --lang zh
check "a language there is not" 2 '^sandbox lessons: --lang takes en or zh, not "fr"$' lessons --lang fr

mkdir -p "$TMPDIR/lessons"
cp -r lessons/17-deadlock "$TMPDIR/lessons"
cp -r lessons/13-semaphore "$TMPDIR/lessons"
sed -i 's/title =/titel =/' "$TMPDIR/lessons/13-semaphore/lesson.lua"
export SANDBOX_LESSONS=$TMPDIR/lessons
check "a broken lesson says why" 1 \
	'^ 13  semaphore  broken: 13-semaphore/lesson.lua:3: a lesson has no "titel"; did you mean "title"\?$' lessons
check "and hides no other" 1 '^ 17  deadlock +Deadlock +[0-9]+ steps$' lessons
check "nor is it run" 2 '13-semaphore/lesson.lua:3: a lesson has no "titel"' run 13
