# Who is stuck and why, over every kind of object: each case of the file `cases` is a scenario, the exit status that it
# must come to, and what its verdict must say. TAP. A case begins with "=== STATUS TITLE"; its lines "> TEXT" must be in
# the output, where FILE stands for the scenario's name; the rest is Lua.
: "${SANDBOX:=build/sandbox}"
: "${TMPDIR:=/tmp}"
SANDBOX=$(realpath "$SANDBOX")
cases=$(realpath "$(dirname "$0")/cases")
cd "$TMPDIR" || exit 1

# One case: its title, status and texts are known, its scenario is case.lua.
check() {
	local text ended missing=
	[ -n "$title" ] || return
	count=$((count + 1))
	timeout -s KILL 100 "$SANDBOX" run --quiet case.lua >output 2>&1
	ended=$?
	for text in "${texts[@]}"; do
		grep -qF -- "${text//FILE/case.lua}" output || missing="$missing; it does not say \"$text\""
	done
	if [ "$ended" = "$status" ] && [ -z "$missing" ]; then
		echo "ok $count - $title"
	else
		echo "not ok $count - $title: exit status $ended, must be $status$missing"
		sed 's/^/#   /' output
	fi
}

count=0 title=
while IFS= read -r line; do
	case $line in
	"=== "*)
		check
		read -r _ status title <<<"$line"
		texts=()
		: >case.lua
		;;
	"> "*) texts+=("${line#> }") ;;
	*) printf '%s\n' "$line" >>case.lua ;;
	esac
done <"$cases"
check
echo "1..$count"
