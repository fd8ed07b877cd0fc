# shellcheck shell=bash
# --timeout, which every test of tests/conformance runs under: whatever they are at, it ends them all and says who waits for
# what and where, also who is busy outside of any operation.
# The conditions are evaluated when they are used.
# shellcheck disable=SC2016,SC2034,SC2094,SC2154
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

says() { grep -qF -- "$1" out; }

cat >watched.lua <<'LUA'
local mp = require "multiprocessing"
local sandbox = require "sandbox"
local lock, q, never, gate, s = mp.Lock(), mp.Queue(1), mp.Event(), mp.Barrier(2), mp.Semaphore(0)
local c = mp.Condition()
local ready = mp.Event()
local r, w = mp.Pipe(false)

local function start(name, target)
  mp.Process{name = name, target = target}:start()
end

start("loops", function() lock:acquire() ready:set() while true do end end)
ready:wait()
start("matches", function() return (("a"):rep(40)):find(("a?"):rep(40) .. ("a"):rep(40)) end)
start("works", function() sandbox.work(3600) end)
start("sleeps", function() mp.sleep(3600) end)
start("locks", function() lock:acquire() end)
q:put(1)
start("puts", function() q:put(2) end)
start("watches", function() never:wait(3600) end)
start("meets", function() gate:wait() end)
start("permits", function() s:acquire() end)
start("notices", function() c:acquire() c:wait() end)
start("receives", function() w:close() r:recv() end)
start("chooses", function() mp.wait({r}, 3600) end)
mp.active_children()[1]:join()
LUA

cat >words.txt <<'WORDS'
main waits for loops to end (watched.lua:26)
loops runs (watched.lua:12) and holds lock (watched.lua:12)
matches runs
works works (watched.lua:15)
sleeps sleeps (watched.lua:16)
locks waits for lock (watched.lua:17), which loops holds
puts waits to put into q, which is full (watched.lua:19)
watches waits for never to be set (watched.lua:20)
meets waits at gate for the others (watched.lua:21)
permits waits for a permit of s (watched.lua:22)
notices waits to be notified by c (watched.lua:23)
receives waits to receive from w>r, whose writing end main, loops, matches and 9 more hold (watched.lua:24)
chooses waits for something in w>r, whose writing end main, loops, matches and 9 more hold (watched.lua:25)
WORDS
all_there() { while IFS= read -r words; do says "  $words" || return; done <words.txt; }
on_watch() { says '"where":"locks waits for lock (watched.lua:17), which loops holds"'; }

# watched CONDITION ARGUMENT...: it is ended by --timeout, once it had the time to come so far.
watched() {
	local there=$1 seconds
	shift
	for seconds in 0.5 2 10 50; do
		timeout -s KILL 100 "$SANDBOX" run watched.lua --timeout $seconds "$@" >out 2>err
		status=$?
		! $there || break
	done
}

watched all_there
ok '[ $status -eq 3 ] && says "Stopped by --timeout after "' "it ends a run in which some loop for ever: status 3"
while IFS= read -r words; do
	ok 'says "  $words"' "it says that $words"
done <words.txt

watched on_watch --json --quiet
ok '[ $status -eq 3 ] && on_watch' "and so says --json"
echo "1..$count"
