# SIGKILL and SIGTERM for every part of a run under lua5.4, also while it starts: afterwards nothing of it is left. TAP.
# shellcheck disable=SC2016
. "$(dirname "$0")/../lib.sh"
: "${BUILD:=$root/build/release}"
export LUA_PATH=";;$root/lua/?.lua" LUA_CPATH=";;$BUILD/?.so"
[ "${VARIANT-}" != asan ] || preload=$("${CC-cc}" -print-file-name=libasan.so)
exec 2>/dev/null # where bash tells who was killed
cat >busy.lua <<'LUA'
local mp = require "multiprocessing"
local jobs, never = mp.Queue(1), mp.Event()
mp.Process{name = "spinner", target = function() while true do end end}:start()
mp.Process{name = "waiter", target = function() never:wait() end}:start()
mp.Process{name = "parent", target = function()
  while true do mp.Process{target = function() jobs:put(1) end}:start():join() end
end}:start()
while true do jobs:get() end
LUA

# Every process of the run has this in its environment.
begin() {
	mark=HOSTED=$$-$((++runs))
	env "$mark" LD_PRELOAD="${preload-}" lua5.4 busy.lua >out 2>err &
	front=$!
}
all() { grep -lzsFx "$mark" /proc/[0-9]*/environ | cut -d/ -f3; }
named() { # NAME: the pids of processes that are called that
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
# A second is promised; a busy machine gets ten.
gone() {
	local deadline=$((SECONDS + 11))
	while [ -n "$(alive)" ]; do
		[ $SECONDS -lt $deadline ] || return 1
	done
}
check() { # WORDS: what is left is ended
	ok gone "$1"
	for pid in $(alive); do kill -KILL "$pid"; done
	wait $front
}
after() { # STEP...: SIGNAL:PART each, to a run that is busy
	local step pids
	begin
	until [ -n "$(named spinner)" ] && [ -n "$(named waiter)" ] && [ -n "$(named parent)" ]; do :; done
	listens $front
	for step; do
		case ${step#*:} in
		front) pids=$front ;;
		*) pids=$(named "${step#*:}") ;;
		esac
		# shellcheck disable=SC2086
		kill "-${step%:*}" $pids
	done
	check "$*"
}

after KILL:front
after KILL:sandbox-super
after TERM:front
after INT:front
after KILL:main TERM:front
after KILL:sandbox-keeper KILL:sandbox-super KILL:front
after STOP:main STOP:spinner KILL:front
for ((i = 0; i < 20; i++)); do
	begin
	for ((j = 0; j < i * 80; j++)); do :; done
	kill "-$([ $((i % 2)) = 0 ] && echo KILL || echo TERM)" $front
	gone || break
	wait $front
done
ok '[ $i -eq 20 ]' "killed while it starts, 20 times"
echo "1..$count"
