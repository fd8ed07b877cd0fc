# sandbox explore on the bugs that a course is about: each is found, with a card that shows it, and its schedule does the
# same again; the fixed one is proved. What must be found, and what the card must say, stands at the top of each. TAP.
# shellcheck disable=SC2016,SC2034
# shellcheck source=tests/schedule/lib.sh
. "$(dirname "$0")/lib.sh"

# told KIND FILE: the comments of that kind at the top of a scenario.
told() { sed -n "/^--/!q; s/^-- $1: *//p" "$2"; }

# The card has every line that was asked for.
shows_all() {
	local line
	while IFS= read -r line; do
		says "$line" || { echo "# it does not show: $line" >>err; return 1; }
	done < <(told card "$1")
}

for bug in "$here_is"/bugs/*.lua; do
	name=$(basename "$bug" .lua)
	kind=$(told found "$bug")
	read -ra args < <(told args "$bug")
	explore "${args[@]}" "$bug"
	ok '[ $status -eq 1 ] && { says "FOUND: $kind after " || says "FOUND: $kind: "; }' "$name: found, $kind"
	ok 'shows_all "$bug"' "$name: the card shows it"
	schedule=$(sed -n 's/.*--schedule "\(.*\)"$/\1/p' out)
	timeout -s KILL 100 "$SANDBOX" replay --schedule "$schedule" "$bug" >out 2>err
	status=$?
	ok '[ -n "$schedule" ] && [ $status -eq 1 ]' "$name: its schedule fails once more"
	explore "${args[@]}" --set fixed=1 "$bug"
	ok '[ $status -eq 0 ] && says "PROVED: no schedule fails"' "$name, fixed: proved"
done

echo "1..$count"
