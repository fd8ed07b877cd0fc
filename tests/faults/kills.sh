# SIGKILL and SIGSTOP for every part of a run, one by one and together, also while it starts: afterwards nothing of it is left. TAP.
# The conditions are evaluated when they are used.
# shellcheck disable=SC2016,SC2034
: "${SANDBOX:=build/sandbox}"
: "${TMPDIR:=/tmp}"
SANDBOX=$(realpath "$SANDBOX")
here=$(mktemp -d "$TMPDIR/kills.XXXXXX")
trap 'rm -rf "$here"' EXIT
cd "$here" || exit 1
exec 2>/dev/null # where bash tells who was killed

count=0
cat >busy.lua <<'END2'
local mp = require "multiprocessing"
local jobs, never = mp.Queue(1), mp.Event()
mp.Process{name = "spinner", target = function() while true do end end}:start()
mp.Process{name = "waiter", target = function() never:wait() end}:start()
-- One in each kind of wait, and in the pool's workers.
local lock, gate = mp.Lock(), mp.Condition()
local reader, writer = mp.Pipe(false) -- both held by everybody
local tasks, barrier, permits = mp.JoinableQueue(), mp.Barrier(2), mp.Semaphore(0)
lock:acquire()
tasks:put(1)
for _, wait in ipairs{
  function() lock:acquire() end,
  function() gate:acquire() gate:wait() end,
  function() barrier:wait() end,
  function() permits:acquire() end,
  function() reader:recv() end,
  function() tasks:join() end,
  function() mp.wait{reader} end,
  function() mp.sleep(1000) end,
  function() mp.Pool(2):map(function() never:wait() end, {1, 2}) end,
} do mp.Process{target = wait}:start() end
mp.Process{name = "parent", target = function()
  while true do mp.Process{target = function() jobs:put(1) end}:start():join() end
end}:start()
while true do jobs:get() end
END2

# Every process of the run has this in its environment.
begin() {
	mark=BUSY=$$-$((++runs))
	env "$mark" "$SANDBOX" run --quiet busy.lua >out 2>err &
	front=$!
}
all() { grep -lzsFx "$mark" /proc/[0-9]*/environ | cut -d/ -f3; }
# named NAME: the pids of processes that are called that.
named() {
	local pid name
	for pid in $(all); do
		read -r name 2>/dev/null <"/proc/$pid/comm" && [ "$name" = "$1" ] && echo "$pid"
	done
}
alive() { # zombies are nobody's
	local pid
	for pid in $(all); do
		grep -qs '^State:[[:space:]]*[^ZX]' "/proc/$pid/status" && echo "$pid"
	done
}
until_busy() {
	until [ -n "$(named spinner)" ] && [ -n "$(named waiter)" ] && [ -n "$(named parent)" ]; do :; done
}
until_stopped() {
	until grep -qs '^State:[[:space:]]*[TZX]' "/proc/$1/status" || [ ! -e "/proc/$1" ]; do :; done
}
# The part of the run called that; the front end is this shell's child.
pids_of() {
	case $1 in
	front) echo $front ;;
	all) all | grep -vx $front ;;
	*) named "$1" ;;
	esac
}

# A second is promised; a busy machine gets ten.
gone() {
	local deadline=$((SECONDS + 11))
	while [ -n "$(alive)" ]; do
		[ $SECONDS -lt $deadline ] || return 1
	done
}

# check WORDS: what is left is shown, and ended.
check() {
	count=$((count + 1))
	if gone; then
		echo "ok $count - $1"
	else
		echo "not ok $count - $1"
		for pid in $(alive); do
			echo "#   $pid $(cat "/proc/$pid/comm") $(grep State "/proc/$pid/status")"
			kill -KILL "$pid"
		done
	fi
	wait $front 2>/dev/null
}

# after STEP...: SIGNAL:PART each, to a run that is busy.
after() {
	local step pid pids
	begin
	until_busy
	for step; do
		mapfile -t pids < <(pids_of "${step#*:}")
		kill "-${step%:*}" "${pids[@]}" 2>/dev/null
		[ "${step%:*}" != STOP ] || for pid in "${pids[@]}"; do until_stopped "$pid"; done
	done
	check "$*"
}

after KILL:front
after KILL:sandbox-super
after KILL:front KILL:sandbox-super
after KILL:sandbox-super KILL:front
after KILL:sandbox-keeper KILL:front
after KILL:sandbox-keeper KILL:sandbox-super
after KILL:sandbox-keeper KILL:sandbox-super KILL:front
after KILL:main TERM:front
after KILL:sandbox-keeper KILL:parent TERM:front
after STOP:spinner STOP:waiter KILL:front
after STOP:spinner STOP:waiter KILL:sandbox-super
after STOP:main STOP:parent TERM:front
after STOP:sandbox-keeper KILL:sandbox-super
after STOP:sandbox-super KILL:front
after STOP:sandbox-super TERM:front
after STOP:all KILL:front
after STOP:all KILL:sandbox-super
after STOP:all KILL:sandbox-keeper KILL:sandbox-super KILL:front

# While it starts: the run has come as far as the loop took.
for ((i = 0; i < 40; i++)); do
	begin
	for ((j = 0; j < i * 40; j++)); do :; done
	kill -KILL "$(named sandbox-keeper | head -n 1)" 2>/dev/null
	kill "-$([ $((i % 2)) = 0 ] && echo KILL || echo TERM)" $front
	if ! gone; then
		check "killed while it starts, $i"
		break
	fi
	wait $front 2>/dev/null
done
[ $i -lt 40 ] || check 'killed while it starts, 40 times'
echo "1..$count"
