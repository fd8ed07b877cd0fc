# For the tests of exploration. A script sources it first.
# shellcheck shell=bash
here_is=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here_is/../lib.sh"

# explore ARGUMENTS...: stdout in out, stderr in err, exit status in $status.
explore() {
	timeout -s KILL "${PATIENCE-250}" "$SANDBOX" explore "$@" >out 2>err
	status=$?
}

# of FIELD: its value in the line of JSON; nothing when there is none.
of() { sed -n "s/.*\"$1\":\(\"[^\"]*\"\|[^,}]*\).*/\1/p" out | tr -d '"'; }

says() { grep -qF -- "$1" out; }
