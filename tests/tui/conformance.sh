# shellcheck shell=bash
# Every case of tests/conformance with a person looking on: the verdict in the header is that of `sandbox run`. It begins at
# the tempo for people, 0.3 s an operation; then + makes it go as fast as it can, so that all of them take a minute. The
# knobs are at first where they are for a run at a tempo: it goes a little slower here.
# The conditions are evaluated when they are used.
# shellcheck disable=SC2016,SC2034,SC2154
# shellcheck source=tests/tui/lib.sh
. "$(dirname "$0")/lib.sh"
cases=$here/conformance
cp -rL "$(dirname "$0")/../conformance" "$cases"

# The verdict, once there is one: 0 or 1, as the exit status of `sandbox run`.
verdict() {
	local deadline=$((SECONDS + 120)) hurried=
	while [ $SECONDS -lt $deadline ]; do
		case $(screen | head -n 1) in
		*" $1 "*DEADLOCK*) echo 1 && return ;;
		*" $1 "*FINISHED*ERROR*) echo 1 && return ;;
		*" $1 "*FINISHED*) echo 0 && return ;;
		*" $1 "*'[RUN 1.0x]'*)
			[ "$hurried" ] || keys + + + +
			hurried=yes
			;;
		esac
		sleep 0.05
	done
	echo "none in 120 s"
}

terminal 120 36
for file in "$cases"/*.lua; do
	knob=$(sed -n '/^--/!q; s/^-- tempo: --set \([a-z]*\)=\([0-9]*\)$/s|knob("\1", [0-9]*|knob("\1", \2|/p' "$file")
	sed -i "$knob" "$file"
	keys "clear; $SANDBOX $file" Enter
	expected=$(sed -n '/^--/!q; s/^-- exit: *//p' "$file")
	got=$(verdict "$(basename "$file")")
	ok '[ "$got" = "${expected:-0}" ]' "$(basename "$file" .lua): ${expected:-0} (it was $got)"
	keys q
	until_back
done
echo "1..$count"
