# What is given for a scenario and is none, to `sandbox run` and to the screen: one sentence, status 2. TAP.
# The conditions are evaluated when they are used.
# shellcheck disable=SC2016,SC2034
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

run() {
	timeout -s KILL 100 "$SANDBOX" run "$@" >out 2>err
	status=$?
}

refuses() { # FILE COMPLAINT
	local sentence=$2
	run "$1"
	ok '[ $status -eq 2 ] && [ "$(cat err)" = "sandbox run: $sentence" ]' "refused: $2"
}

screen_refuses() { # FILE COMPLAINT: in a terminal
	local sentence=$2
	timeout -s KILL 100 script -qec "$SANDBOX $1" /dev/null </dev/null >out 2>err
	status=$?
	ok '[ $status -eq 2 ] && [ "$(grep -c . out)" -eq 1 ] && grep -qF "sandbox: $sentence" out' "the screen refuses: $2"
}

mkdir folder
mkfifo fifo
head -c 2000000 /dev/zero >huge.lua
printf '\033Lua\124\000\031\223' >compiled.lua
{ echo -n 'x = '; printf '(%.0s' {1..1000}; } >deep.lua

for name in folder fifo; do
	refuses $name "$name: not a file; give a scenario's .lua file"
	screen_refuses $name "$name: not a file; give a scenario's .lua file"
done
refuses /dev/zero "/dev/zero: not a file; give a scenario's .lua file"
refuses huge.lua 'huge.lua: larger than 1 MiB; this is no scenario'
screen_refuses huge.lua 'huge.lua: larger than 1 MiB; this is no scenario'
refuses compiled.lua 'compiled.lua: this is compiled Lua; give the source text'
run deep.lua
ok '[ $status -eq 2 ] && grep -q "^sandbox run: deep.lua:.*C stack overflow" err' 'nested too deep: the file is named'

printf '\357\273\277#!/usr/bin/env lua\nprint("second line")' >script.lua
run script.lua
ok '[ $status -eq 0 ] && grep -q "says: second line  *:2$" out' 'a byte order mark and a first line with # are skipped, as by lua5.4'

echo 'print(1)' >fine.lua
run --set n=1 fine.lua
ok '[ $status -eq 2 ] && [ "$(cat err)" = "sandbox run: --set n: fine.lua has no knob '"'n'"'; it has none" ]' 'a knob where there is none'
echo 'local mp = require "multiprocessing" local e = mp.Event() e:set() e:wait()' >wait.lua
run --tempo 1e-300 --timeout 0.2 wait.lua
ok '[ $status -eq 3 ]' 'the slowest tempo is slow'
echo "1..$count"
