# The manual page can be read without a complaint and knows the environment; the completions offer what can be typed.
# That every option and key is in them, tests/unit/manual.c says. TAP.
# shellcheck disable=SC2016
. "$(dirname "$0")/../lib.sh"
touch out
"$SANDBOX" help man >sandbox.1 2>err && "$SANDBOX" help bash >sandbox.bash 2>>err && "$SANDBOX" help zsh >_sandbox 2>>err
ok '[ $? -eq 0 ] && [ ! -s err ]' "the program writes its manual page and its completions"

if command -v groff >out; then
	groff -man -Tutf8 -P-cbou -ww sandbox.1 >page 2>err
	ok '[ ! -s err ] && grep -q "SYNOPSIS" page' "groff reads the page and has nothing to say"
else
	ok true "groff reads the page # SKIP there is no groff"
fi
if command -v mandoc >out; then
	mandoc -T lint -W warning sandbox.1 >out 2>&1
	ok '[ ! -s out ]' "nor has mandoc"
else
	ok true "nor has mandoc # SKIP there is no mandoc"
fi

# Whatever the program asks the environment for.
{
	grep -rhoE 'getenv\("[A-Z_]+"' "$root/sandbox"
	grep -rhoE '(setting\(|variable\[\] = )"[A-Z_]+"' "$root/sandbox/command/host.c"
	grep -hoE '"(LC_[A-Z]+|LANG)"' "$root/sandbox/command/language.c"
} | grep -oE '[A-Z_]{2,}' | sort -u >variables
sed -n '/^\.SH ENVIRONMENT/,/^\.SH FILES/p' sandbox.1 | sed 's/\\f.//g' >environment
grep -vwFf <(grep -oE '[A-Z_]{2,}' environment) variables >unknown
ok '[ "$(wc -l <variables)" -gt 10 ] && [ ! -s unknown ]' "every variable that is read is in the page: $(tr '\n' ' ' <unknown)"

bash -n sandbox.bash 2>err
ok '[ ! -s err ]' "bash reads its completion"
# offered WORD...: what is offered for the last of these words of a command line, as bash would split it.
. ./sandbox.bash
offered() {
	COMP_WORDS=("$SANDBOX" "$@") COMP_CWORD=$#
	_sandbox
	printf '%s\n' "${COMPREPLY[@]}" | sort -u >out
}
offers() { # WORDS BEHIND --: exactly these are offered
	local words=()
	while [ "$1" != -- ]; do
		words+=("$1")
		shift
	done
	shift
	offered "${words[@]}"
	printf '%s\n' "$@" | sort -u >expected
	ok 'cmp -s out expected' "after ${words[*]@Q}: $*"
}
mkdir lessons.d
touch wallet.lua
"$SANDBOX" lessons --names >names
mapfile -t lessons <names
ok '[ ${#lessons[@]} -ge 3 ] && grep -qx deadlock names' "lessons --names: a lesson a line"
mapfile -t commands < <("$SANDBOX" help | sed -n '/^usage/,/^$/s/^  sandbox \([a-z]*\) .*/\1/p' | sort -u)
offers '' -- "${commands[@]}" "${lessons[@]}" *
offers expl -- explore
offers run dea -- deadlock
offers run wall -- wallet.lua
offers run --sche -- --schedule
offers run --schedule '' -- first random pct
offers run --schedule=x -- ''
offers run --lang = z -- zh
offers run --lang = -- en zh
offers --theme '' -- auto light dark mono
offers export --to '' -- perfetto dot svg json
offers export --out wall -- wallet.lua
offers run --seed '' -- ''
offers check '' -- "${lessons[@]}"
offers check deadlock wa -- wallet.lua
offers lessons '' -- ''
offers help explo -- explore
offers help k -- knobs
offers run deadlock --set '' -- meals= ordered= philosophers=
offers run --json deadlock --set meals = 3 --set phi -- philosophers=
offers experiment --runs 5 deadlock --set = ph -- philosophers=
offers run deadlock --set meals = '' -- ''
offers run --set '' -- ''
echo 'local n = require "sandbox".knob("workers", 3, {min = 1, max = 9})' >bank.lua
offers run bank.lua --set w -- workers=

if command -v zsh >out; then
	zsh -fn _sandbox 2>err
	ok '[ ! -s err ]' "zsh reads its completion"
else
	ok true "zsh reads its completion # SKIP there is no zsh"
fi

"$SANDBOX" help knobs bank.lua >out 2>err
ok '[ $? -eq 0 ] && [ "$(cat out)" = "workers=3  1..9" ]' "help knobs: name, value, range"
"$SANDBOX" help knobs >out 2>err
status=$?
ok '[ $status -eq 2 ] && [ "$(cat err)" = "sandbox help: whose knobs? Give a FILE or a LESSON" ]' "whose?"
echo 'if' >bank.lua
"$SANDBOX" help knobs bank.lua >out 2>err
status=$?
ok '[ $status -eq 2 ] && grep -q "^sandbox help: bank.lua:" err' "a scenario that does not compile"
echo "1..$count"
