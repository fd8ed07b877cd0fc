# sandbox doctor: what it finds is so, it says what that means, and it needs no terminal. TAP.
# shellcheck disable=SC2016
. "$(dirname "$0")/../lib.sh"
doctor() {
	timeout -s KILL 100 "$SANDBOX" doctor "$@" >out 2>err </dev/null
	status=$?
}
# finding CHECK: its line of the JSON, as "MARK|FOUND|MEANS".
finding() {
	python3 -c '
import json, sys
for line in open("out"):
    finding = json.loads(line)
    if finding["check"] == sys.argv[1]:
        print(finding["mark"], finding["found"], finding["means"], sep="|")' "$1"
}

doctor
ok '[ $status -eq 0 ] && [ ! -s err ]' "without a terminal nothing is missing"
ok '! grep -vE "^(good|limited) " out' "each line begins with its mark"
ok '[ "$(wc -l <out)" -ge 14 ] && ! grep -q "$(printf "\\033")" out' "a line for each, and plain ones"
# What these mean begins in one column, and each is there.
column() { sed -n "s/$1.*//p" out | wc -L; }
ok '[ "$(column "the screen needs")" -gt 30 ] && [ "$(column "the screen needs")" = "$(column "frames and")" ] &&
	[ "$(column "frames and")" = "$(column "lessons can be")" ]' "aligned"
cp out english

doctor --json
ok '[ $status -eq 0 ] && [ "$(python3 -c "
import json
for line in open(\"out\"):
    finding = json.loads(line)
    print(sorted(finding))" | sort -u)" = "['"'check', 'found', 'mark', 'means'"']" ]' "--json: an object a line"
ok '[ "$(wc -l <out)" -eq "$(wc -l <english)" ]' "of the same things"
ok '[[ $(finding terminal) = "limited|none here|"* ]]' "there is no terminal, and that is said"
ok '[[ $(finding "two processes") = "good|their deadlock found in "* ]]' "two processes were run, and their deadlock was found"
folder=$("$SANDBOX" lessons --json | sed -n '1s|.*"folder":"\([^"]*\)/.*|\1|p')
ok '[[ $(finding lessons) = *"$("$SANDBOX" lessons | wc -l)"*", in $folder|"* ]]' "the lessons are counted"

doctor --lang zh
ok '[ $status -eq 0 ] && ! grep -vE "^(正常|受限)  " out && [ "$(wc -l <out)" -eq "$(wc -l <english)" ]' "in Chinese"
# Every meaning is a sentence of Chinese: none is as it was in English.
sed -E 's/.*  //' english | sort >means
sed -E 's/.*  //' out | sort | comm -12 - means >same
ok '[ ! -s same ] && [ -s means ]' "all of it: $(cat same)"
LANG=zh_CN.UTF-8 doctor --json
ok 'grep -q "两个\|可以" out' "by the locale, too"

# It finds what is not there.
mkdir none
SANDBOX_LUA=$here/none doctor --json
ok '[ $status -eq 1 ] && [[ $(finding "two processes") = "missing|cannot read $here/none/multiprocessing.lua"* ]]' \
	"no modules: nothing can be run"
SANDBOX_LESSONS=$here/none doctor --json
ok '[ $status -eq 1 ] && [[ $(finding lessons) = missing* ]]' "no lessons"
mkdir -p broken/01-x && echo 'return {' >broken/01-x/lesson.lua
SANDBOX_LESSONS=$here/broken doctor --json
ok '[ $status -eq 0 ] && [[ $(finding lessons) = "limited|1 of 1 are broken, in $here/broken|"* ]]' "a broken lesson is told of"
(ulimit -f 10 && doctor --json; echo "$status" >code)
ok '[ "$(cat code)" -eq 1 ] && [[ $(finding "two processes") = *"(ulimit -f)"* ]]' "a limit that is too low is named"
(ulimit -n 100 && doctor --json; echo "$status" >code)
ok '[ "$(cat code)" -eq 0 ] && [[ $(finding "open files") = "limited|100 at most|"* ]]' "one that is low"
LC_ALL=C doctor --json
ok '[[ $(finding encoding) = limited*"LC_ALL=C|"* ]]' "no UTF-8"
LC_ALL=xx_XX.UTF-8 doctor --json
ok '[[ $(finding encoding) = "limited|LC_ALL=xx_XX.UTF-8|this locale is not installed"* ]]' "a locale that is not installed"
taskset -c "$(taskset -cp $$ | sed 's/.*[ ,-]//')" "$SANDBOX" doctor --json >out 2>err
ok '[[ $(finding processors) = "limited|1|"* ]]' "one processor"

# On a terminal of a type that has no screen. (Real ones: tests/tui/doctor.sh.)
for type in dumb unheard-of; do
	TERM=$type script -qec "'$SANDBOX' doctor --json" /dev/null </dev/null 2>err | tr -d '\r' >out
	status=${PIPESTATUS[0]}
	ok '[ $status -eq 1 ] && [[ $(finding terminal) = "missing|TERM=$type|"* ]]' "TERM=$type"
done

doctor terminal
ok '[ $status -eq 2 ] && [ "$(cat err)" = "sandbox doctor: it looks at everything; it takes no name" ]' "it takes no name"
"$SANDBOX" doctor >/dev/full 2>err
status=$?
ok '[ $status -eq 1 ] && grep -q "cannot write the output" err' "an output that cannot be written"
echo "1..$count"
