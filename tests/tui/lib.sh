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
terminals=0

# terminal COLUMNS ROWS [VARIABLE=VALUE...]: a shell with an empty prompt "$ " in a terminal of that size.
terminal() {
	local columns=$1 rows=$2
	shift 2
	tmux -S "$socket" kill-server 2>/dev/null
	socket=$here/tmux$((++terminals)) # the one before may not be quite gone
	env "$@" PS1='$ ' PROMPT_COMMAND= HISTFILE= TERM=xterm-256color \
		tmux -u -f /dev/null -S "$socket" new-session -d -x "$columns" -y "$rows" bash --norc --noprofile -i
	tmux -S "$socket" set -g status off
	tmux -S "$socket" set -sg escape-time 0
	until_seen '$' || echo "# no shell"
}

keys() { tmux -S "$socket" send-keys "$@"; }
screen() { tmux -S "$socket" capture-pane -p; }

# within SECONDS COMMAND...: it succeeds, now or later.
within() {
	local deadline=$((SECONDS + $1))
	shift
	until "$@"; do
		[ $SECONDS -lt $deadline ] || return 1
		sleep 0.05
	done
}

# until_seen TEXT: wait for it to be on the screen, a minute at most.
shows() { screen | grep -qF -- "$1"; }
shows_not() { ! shows "$1"; }
until_seen() { within 60 shows "$1" || { echo "# not seen: $1" && return 1; }; }
until_gone() { within 60 shows_not "$1" || { echo "# not gone: $1" && return 1; }; }

# until_back: the program has gone, and the shell reads what is typed.
is_back() { [ "$(tmux -S "$socket" display -p '#{alternate_on} #{pane_current_command}')" = '0 bash' ]; }
until_back() { within 60 is_back || { echo "# the shell is not back" && return 1; }; }

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
has_modes() { [ "$(tmux -S "$socket" display -p '#{alternate_on}#{cursor_flag}#{keypad_cursor_flag}')" = 010 ]; }
restored() {
	until_back || return 1
	keys "echo back$count.\$(stty -a | tr ' ;' '\n\n' | grep -cx -e icanon -e echo -e isig)" Enter
	until_seen "back$count.3" && within 10 has_modes
}

# What the run left behind: a second is promised; a busy machine gets ten.
is_left() { pgrep -f "$here/[a-z]*\.lua" >/dev/null; }
is_gone() { ! is_left; }
nothing_left() { within 11 is_gone; }

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
