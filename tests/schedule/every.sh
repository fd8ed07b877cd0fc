# sandbox explore on every scenario there is, for a moment: whatever a scenario does, it is no bug of ours: the model and
# the processes agree, nothing crashes or hangs, and only what is there in no schedule's hands is called nondeterministic.
# TAP.
# shellcheck disable=SC2016,SC2034
# shellcheck source=tests/schedule/lib.sh
. "$(dirname "$0")/lib.sh"

# What `run` is told of it, as far as `explore` understands it.
arguments() { sed -n '/^--/!q; s/^-- args: *//p' "$1" | sed 's/--timeout [0-9.]*//; s/--quiet//'; }

# Which verdicts are right besides the ones for all: what no schedule determines, or is asked for.
may_differ() { grep -qE 'arena|os\.(time|clock|date)|mp\.time|support\.timing|tostring|%p|collectgarbage|format' "$1"; }

for scenario in "$root"/lessons/*/scenario.lua "$root"/tests/lua/*.lua "$root"/tests/conformance/*.lua; do
	name=${scenario#"$root"/}
	read -ra args < <(arguments "$scenario")
	explore --json --quick --timeout 0.3 --samples 5 "${args[@]}" "$scenario"
	case $status:$(of verdict) in
	0:proved | 1:found | 3:bounded | 3:sampled | 3:incomplete) right=yes ;;
	3:nondeterministic) may_differ "$scenario" && right=yes || right=no ;;
	*) right=no ;;
	esac
	ok '[ $right = yes ] && [ ! -s err ]' "$name: $(of verdict)"
done

echo "1..$count"
