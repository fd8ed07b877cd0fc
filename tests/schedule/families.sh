# sandbox explore on families of small scenarios, each of 3, 5 and 7 processes, bad and fixed: no verdict is wrong. TAP.
# shellcheck disable=SC2016,SC2034
# shellcheck source=tests/schedule/lib.sh
. "$(dirname "$0")/lib.sh"

for family in "$here_is"/families/*.lua; do
	name=$(basename "$family" .lua)
	for n in 3 5 7; do
		explore --json --quick --shortest --set n=$n "$family"
		ok '[ $status -eq 1 ] && [ "$(of verdict) $(of shortest)" = "found true" ]' "$name, $n: found"
		explore --json --quick --shortest --set n=$n --set fixed=1 "$family"
		ok '[ $status -eq 0 ] && [ "$(of verdict) $(of complete)" = "proved true" ]' "$name, $n, fixed: proved"
	done
done

echo "1..$count"
