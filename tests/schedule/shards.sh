# sandbox explore --shard and --merge: the classes of schedules, run in equal shares, make one verdict; only all of the
# same whole do. TAP.
# shellcheck disable=SC2016,SC2034
# shellcheck source=tests/schedule/lib.sh
. "$(dirname "$0")/lib.sh"
table="$here_is/families/philosophers.lua"

# share I/N ARGUMENTS...: its result in shard-I.
share() {
	explore --json --shard "$@" "$table"
	cp out "shard-${1%/*}"
}

# merge FILES...
merge() {
	"$SANDBOX" explore --json --merge "$@" >out 2>err
	status=$?
}

for i in 1 2 3; do
	share $i/3 --set fixed=1 --set n=5 --set meals=2
	ok '[ $status -eq 0 ] && [ "$(of verdict) $(of classes_run) $(of classes_total) $(of complete)" = "shard 1910 5730 false" ]' \
		"5 philosophers, 2 meals, ordered: shard $i of 3 runs a third of the 5730 classes"
done
merge shard-3 shard-1 shard-2
ok '[ $status -eq 0 ] && [ "$(of verdict) $(of classes) $(of classes_run) $(of complete)" = "proved 5730 5730 true" ]' \
	'all three: proved, 5730 classes'
"$SANDBOX" explore --merge shard-1 shard-2 shard-3 >out 2>err
ok 'says "PROVED: no schedule fails (20345 states, 5730 classes of schedules, each run on real processes, in 3 shards)."' \
	'and in words'

merge shard-1 shard-3
ok '[ $status -eq 3 ] && [ "$(of verdict) $(of merged) $(of complete)" = "incomplete 2 false" ]' 'one is missing: nothing is proved'
"$SANDBOX" explore --merge shard-1 shard-3 >out 2>err
ok 'says "come to their end: 2 of 3. Nothing is proved."' 'and it says which'
sed 's/"verdict":"shard"/"verdict":"incomplete"/' shard-2 >stopped
merge shard-1 stopped shard-3
ok '[ $status -eq 3 ] && [ "$(of verdict)" = incomplete ]' 'one was stopped: nothing is proved'

# refused FILES...
refused() {
	merge "$@"
	ok '[ $status -eq 2 ] && [ ! -s out ] && grep -q "$words" err' "refused: $words"
}
words='there twice' refused shard-1 shard-2 shard-2
words='does not hold the classes' refused shard-1 <(sed 's/"classes_run":1910/"classes_run":1909/' shard-2)
share 2/3 --set fixed=1 --set n=5 --set meals=1
words='of something else' refused shard-1 shard-2
share 2/4 --set fixed=1 --set n=5 --set meals=2
words='another number of shards' refused shard-1 shard-2
echo '{"verdict":"proved"}' >other
words='it is no result' refused other
words='No such file' refused nowhere

# More shards than classes, and a scenario that fails: then every shard finds it.
for i in 1 2 3 4 5; do share $i/5 --set fixed=1 --set n=2 --set meals=1; done
merge shard-1 shard-2 shard-3 shard-4 shard-5
ok '[ $status -eq 0 ] && [ "$(of classes_run)" = 2 ]' '2 classes in 5 shards'
share 1/2 --set n=3 --set meals=1
merge shard-1
ok '[ $status -eq 1 ] && [ "$(of verdict) $(of kind)" = "found deadlock" ]' 'a shard that finds a failure is enough'

for wrong in 0/3 4/3 1/0 1 x/y 1/3x; do
	"$SANDBOX" explore --shard $wrong "$table" >out 2>err
	status=$?
	ok '[ $status -eq 2 ]' "--shard $wrong is refused"
done

echo "1..$count"
