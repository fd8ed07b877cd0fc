# A program in a terminal of its own, for the tests beside this. A shell runs in tmux; what a person would type and see goes
# through it. Needs $SANDBOX. TAP.
# shellcheck shell=bash
: "${SANDBOX:=build/sandbox}"
: "${TMPDIR:=/tmp}"
SANDBOX=$(realpath "$SANDBOX")
export SANDBOX
here=$(mktemp -d "$TMPDIR/tui.XXXXXX")
socket=$here/tmux
count=0

# terminal COLUMNS ROWS [VARIABLE=VALUE...]: a shell with an empty prompt "$ " in a terminal of that size.
terminal() {
	local columns=$1 rows=$2
	shift 2
	tmux -S "$socket" kill-server 2>/dev/null
	env "$@" PS1='$ ' PROMPT_COMMAND= HISTFILE= TERM=xterm-256color \
		tmux -u -f /dev/null -S "$socket" new-session -d -x "$columns" -y "$rows" bash --norc --noprofile -i
	tmux -S "$socket" set -g status off
	tmux -S "$socket" set -sg escape-time 0
	until_seen '$' || echo "# no shell"
}

keys() { tmux -S "$socket" send-keys "$@"; }
screen() { tmux -S "$socket" capture-pane -p; }

# until_seen TEXT: wait for it to be on the screen, 15 s at most.
until_seen() {
	local i
	for ((i = 0; i < 300; i++)); do
		screen | grep -qF -- "$1" && return 0
		sleep 0.05
	done
	return 1
}

until_gone() {
	local i
	for ((i = 0; i < 300; i++)); do
		screen | grep -qF -- "$1" || return 0
		sleep 0.05
	done
	return 1
}

# The program started by the shell is the guardian; its child is the screen.
guardian_pid() {
	pgrep -o -P "$(tmux -S "$socket" display -p '#{pane_pid}')" -x sandbox
}

screen_pid() {
	pgrep -o -P "$(guardian_pid)" -x sandbox
}

ok() { # CONDITION WORDS: a failure shows the screen
	count=$((count + 1))
	if eval "$1"; then
		echo "ok $count - $2"
	else
		echo "not ok $count - $2"
		screen | sed 's/^/#   /'
	fi
}

# The shell is back, echoes what is typed, in the normal screen, with a cursor, and nothing else is in the modes.
restored() {
	keys "stty -a | tr ';' '\n' | grep -c -e ' icanon' -e ' echo ' -e ' isig'" Enter
	keys "echo back\$((40 + 2))" Enter
	until_seen back42 || return 1
	[ "$(tmux -S "$socket" display -p '#{alternate_on}#{cursor_flag}#{keypad_cursor_flag}')" = 010 ]
}

# What the run left behind.
nothing_left() {
	local i
	for ((i = 0; i < 60; i++)); do
		pgrep -f "$here/[l]oop.lua" >/dev/null || return 0
		sleep 0.05
	done
	return 1
}

cat >"$here/loop.lua" <<'LUA'
local mp = require "multiprocessing"
local lock = mp.Lock{name = "baton"}
local function f()
  while true do
    lock:acquire()
    mp.sleep(0.1)
    lock:release()
    mp.sleep(0.1)
  end
end
for i = 1, 3 do mp.Process{target = f, name = "runner" .. i}:start() end
LUA

cat >"$here/two.lua" <<'LUA'
local mp = require "multiprocessing"
local a, b = mp.Lock{name = "a"}, mp.Lock{name = "b"}
local function take(first, second)
  first:acquire()
  mp.sleep(0.2)
  second:acquire()
  second:release()
  first:release()
end
local p = mp.Process{target = take, args = {a, b}, name = "left"}:start()
local q = mp.Process{target = take, args = {b, a}, name = "right"}:start()
p:join()
q:join()
LUA

finish() {
	tmux -S "$socket" kill-server 2>/dev/null
	rm -rf "$here"
}
trap finish EXIT
