# `lua5.4 FILE` with our module on its path: the scenario runs as under `sandbox run`, without a word of its own unless
# something failed. TAP.
# shellcheck disable=SC2016
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/lessons/lib.sh
. "$root/tests/lessons/lib.sh"
: "${BUILD:=$root/build/release}"
export LUA_PATH=";;$root/lua/?.lua" LUA_CPATH=";;$BUILD/?.so"
host() { # ARGUMENT...: as lua5.4 would be called
	LD_PRELOAD=$preload lua5.4 "$@" >out 2>err
	status=$?
}
preload=
if [ "${VARIANT-}" = asan ]; then # lua5.4 knows nothing of sanitizers
	preload=$("${CC-cc}" -print-file-name=libasan.so)
	export ASAN_OPTIONS="${ASAN_OPTIONS-}:detect_leaks=0"
fi
pids='s/\(pid\|parent\)=[0-9]*/\1=N/g'
# What `sandbox run` hears a scenario say, and what lua5.4 prints, in whatever order; and the exit status of both. Most of the
# time they sleep, so some run side by side.
pairs=()
both() { # FILE SETTING...
	local file=$1 setting options=() folder=$here/pair${#pairs[@]}
	shift
	for setting; do options+=(--set "$setting"); done
	pairs+=("$file")
	mkdir "$folder"
	(
		cd "$(dirname "$file")" || exit
		"$SANDBOX" run --json --seed 7 ${options+"${options[@]}"} "$(basename "$file")" 2>"$folder/err" >"$folder/events"
		echo "exit status $?" >"$folder/expected"
		export SANDBOX_SET="$*" SANDBOX_SEED=7
		LD_PRELOAD=$preload lua5.4 "$(basename "$file")" >"$folder/out" 2>>"$folder/err"
		echo "exit status $?" >"$folder/got"
	) &
	[ "$(jobs -pr | wc -l)" -lt 6 ] || wait -n
}
compare() { # FOLDER FILE
	python3 -c '
import json, sys
for line in sys.stdin:
    event = json.loads(line)
    if event.get("event") == "said": print(event["text"].rstrip("\n"))' <"$1/events" | sort | sed "$pids" >>"$1/expected"
	sort "$1/out" | sed "$pids" >>"$1/got"
	status=$(head -n 1 "$1/got")
	cp "$1/out" "$1/err" .
	ok "diff $1/expected $1/got >>err" "${2#"$root"/} says and ends the same"
}

for lesson in "$root"/lessons/[0-9]*/; do
	# shellcheck disable=SC2046
	both "${lesson}scenario.lua" $(settings "$lesson")
done
for name in array condition crossing data joinable lock names own-globals pipe pool-callbacks pool-deadlock queue \
	rlock seed semaphore stuck-barrier tutorial value error-assert error-child; do
	both "$root/tests/lua/$name.lua"
done
for id in B01 C01 I01 L01 O01 P01 P12 Q01 R01 V01; do
	both "$root/tests/conformance/$id.lua"
done
wait
for i in "${!pairs[@]}"; do compare "pair$i" "${pairs[i]}"; done

cat >bank.lua <<'LUA'
local mp = require "multiprocessing"
local anna, bert = mp.Lock(), mp.Lock()
local both = mp.Barrier(2)
local function transfer(from, to)
  from:acquire()
  both:wait()
  to:acquire()
end
mp.Process{target = transfer, args = {anna, bert}}:start()
mp.Process{target = transfer, args = {bert, anna}}:start()
LUA
host bank.lua
ok '[ $status -eq 1 ] && [ ! -s out ] && grep -q "^DEADLOCK after .*: Process-1 and Process-2 wait for each other" err' \
	"a deadlock ends the program, with the verdict on stderr"
ok 'grep -qF "Process-1 holds anna (bank.lua:5) and waits for bert (bank.lua:7), which Process-2 holds" err' \
	"objects have their variables' names and lines"
SANDBOX_EVENTS=events host bank.lua
ok 'tail -n 1 events | grep -q "\"verdict\":\"deadlock\",\"status\":1"' "SANDBOX_EVENTS gets what --json writes"

cat >end.lua <<'LUA'
local mp = require "multiprocessing"
local never, here = mp.Event(), mp.Event()
mp.Process{daemon = true, target = function() here:set() never:wait() end}:start()
here:wait()
mp.Process{target = function() mp.sleep(0.05) io.write("joined") end}:start()
local how, guard <close> = arg[1], setmetatable({}, {__close = function() print("closed") end})
if how == "os" then os.exit(4) elseif how == "close" then os.exit(5, true) elseif how == "mp" then mp.exit(6)
elseif how == "text" then mp.exit("out of paper") elseif how == "error" then error("boom") end
print("end")
LUA
ends() { # HOW STATUS OUTPUT
	host end.lua "$1"
	ok "[ \$status -eq $2 ] && [ \"\$(tr '\\n' ' ' <out)\" = '$3' ]" "children are joined, daemons ended: $1"
}
ends chunk 0 'end closed joined'
ends os 4 'joined'
ends close 5 'closed joined'
ends mp 6 'closed joined'
ends text 1 'closed joined'
ok 'grep -qx "out of paper" err' "mp.exit's text is on stderr"
ends error 1 'closed joined'
ok 'grep -qx "lua5.4: end.lua:8: boom" err && grep -qx "	end.lua:8: in main chunk" err && grep -q "^FAILED" err' \
	"an uncaught error has its place and traceback"

cat >child.lua <<'LUA'
local mp = require "multiprocessing"
local p = mp.Process{target = function() error("in the child") end}:start()
p:join()
print(p.exitcode)
LUA
host child.lua
ok '[ $status -eq 1 ] && grep -qx 1 out && grep -q "^Process-1: child.lua:2: in the child" err' \
	"an uncaught error of a child fails the run"

printf 'one\ntwo\nthree\n' >input
host -e 'local mp = require "multiprocessing"
print(io.read()) mp.Process{target = function() print(io.read()) end}:start():join() print(io.read())' <input
ok '[ $status -eq 0 ] && [ "$(tr "\n" " " <out)" = "one nil two " ]' "main reads stdin, its children do not; lua5.4 -e"

cat >order.lua <<'LUA'
local mp = require "multiprocessing"
io.write("a ")
print("b")
for i = 1, 3 do mp.Process{target = function() print(i) io.write("part ") end}:start():join() end
print("c")
LUA
host order.lua
ok '[ "$(cat out)" = "$(printf "a b\n1\npart 2\npart 3\npart c")" ]' "output comes in its order"

cat >late.lua <<'LUA'
local older = coroutine.create(function() return require("multiprocessing").getpid() end)
local mp
coroutine.wrap(function() mp = require "multiprocessing" end)()
assert(select(2, coroutine.resume(older)) == mp.getpid() and mp == require "multiprocessing")
assert(require("sandbox").knob("n", 1, {min = 1, max = 3}) == 3)
LUA
SANDBOX_SET=n=3 host late.lua
ok '[ $status -eq 0 ]' "required twice, and in a coroutine"
SANDBOX_SET=n=9 host late.lua
ok '[ $status -eq 2 ] && grep -qx "multiprocessing: SANDBOX_SET n=9: knob n goes from 1 to 3" err' "a knob out of range"
SANDBOX_SET=m=1 host late.lua
ok '[ $status -eq 2 ] && grep -q "SANDBOX_SET m: late.lua has no knob .m.; did you mean .n.?" err' "an unknown knob"
SANDBOX_SEED=x host late.lua
ok '[ $status -eq 2 ] && grep -qx "multiprocessing: SANDBOX_SEED takes a whole number, not \"x\"" err' "a wrong seed"
SANDBOX_TIMEOUT=0.1 host -e 'require("multiprocessing").Event():wait(60)'
ok '[ $status -eq 3 ] && grep -q "^Stopped by SANDBOX_TIMEOUT" err' "SANDBOX_TIMEOUT"

host -i bank.lua </dev/null
ok '[ $status -eq 1 ] && grep -q "a dialogue cannot be forked: put it in a file" err' "a dialogue is told what to do instead"
sed 's/^local core = \.\.\.$/local core, _VERSION = ..., "Lua 5.3"/' "$root/lua/multiprocessing.lua" >multiprocessing.lua
LUA_PATH='./?.lua' host -e 'require "multiprocessing"'
ok 'grep -qF "multiprocessing is for Lua 5.4, and this is Lua 5.3" err' "another Lua is told which one it takes"

rm multiprocessing.lua

# Ctrl-C reaches all of the terminal's group: the front end is in it.
cat >spin.lua <<'LUA'
local mp = require "multiprocessing"
mp.Process{target = function() while true do end end}:start()
io.open("spins", "w"):close()
while true do end
LUA
LD_PRELOAD=$preload lua5.4 spin.lua >out 2>err &
until [ -e spins ]; do kill -0 $! || break; done
listens $!
kill -INT $!
wait $!
status=$?
ok '[ $status -eq 130 ] && grep -q "^Stopped by SIGINT" err' "Ctrl-C ends all of it"
echo "1..$count"
