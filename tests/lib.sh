# For the tests of the command line: an empty folder to be in, and TAP. A script sources it first, and prints "1..$count" last.
# shellcheck shell=bash
: "${SANDBOX:=build/sandbox}"
: "${TMPDIR:=/tmp}"
SANDBOX=$(realpath "$SANDBOX")
# shellcheck disable=SC2034
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
here=$(mktemp -d "$TMPDIR/test.XXXXXX")
trap 'rm -rf "$here"' EXIT
cd "$here" || exit 1

# listens PID: wait until it takes SIGINT, SIGTERM and SIGHUP for itself. Before that SIGINT is ignored: so bash begins what runs
# in the background. false: it is gone.
listens() {
	until grep -qs '^SigBlk:.*4003$' "/proc/$1/status"; do
		[ -e "/proc/$1" ] || return 1
	done
}

count=0
ok() { # CONDITION WORDS: a failure shows what the program printed
	count=$((count + 1))
	if eval "$1"; then
		echo "ok $count - $2"
	else
		echo "not ok $count - $2 (status ${status-})"
		tail -n 30 out err | sed 's/^/#   /'
	fi
}
