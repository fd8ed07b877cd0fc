# shellcheck shell=bash
# A run by hand: every step is granted by the person, taken back, and taken otherwise; every schedule is
# explored, and what was found is replayed. With what is left of it all: nothing.
# The conditions are evaluated when they are used.
# shellcheck disable=SC2016,SC2034,SC2154
# shellcheck source=tests/tui/lib.sh
. "$(dirname "$0")/lib.sh"

cat >"$here/timed.lua" <<'LUA'
local mp = require "multiprocessing"
local lock = mp.Lock{name = "door"}
local function visit()
  if lock:acquire(true, 1) then
    lock:release()
  end
end
local p = mp.Process{target = visit, name = "guest"}:start()
lock:acquire()
p:join()
LUA

cat >"$here/ordered.lua" <<'LUA'
local mp = require "multiprocessing"
local a, b = mp.Lock{name = "a"}, mp.Lock{name = "b"}
local function take()
  a:acquire()
  b:acquire()
  b:release()
  a:release()
end
for i = 1, 2 do mp.Process{target = take, name = "p" .. i}:start() end
LUA

sed 's/for i = 1, 2 do/for i = 1, 7 do/; s/a:acquire()/for _ = 1, 4 do a:acquire() b:acquire() b:release() a:release() end a:acquire()/' \
	"$here/ordered.lua" >"$here/many.lua"

cd "$here" || exit 1
terminal 120 36
keys "cd $here" Enter
keys "$SANDBOX two.lua" Enter
until_seen RUN
keys m
ok 'until_seen "STEP 0" && until_seen "starts a process"' "m begins by hand: main stands before its first step, and it is told which"
keys s s
ok 'until_seen "STEP 2" && until_seen "wants b"' "s steps: two children stand before their first ones"
keys s
ok 'until_seen "main is blocked: it waits for end of left"' "who is blocked says why"
keys j s j s
ok 'until_seen "STEP 4" && until_seen "! DEADLOCK (3)"' "j chooses: the deadlock in four steps"
ok 'until_seen "Nobody can take a step any more, after 4" && until_seen "Schedule 0 0 1 2"' "with its schedule"
ok 'until_seen "left  ━waits━▶ b ━held by━▶ right" && until_seen "since step 4"' "graph and all"
keys b
ok 'until_seen "PAST: STEP 3/4" && until_gone "! DEADLOCK ("' "b takes it back"
keys s
ok 'until_seen "! DEADLOCK (3)"' "s takes it again"
keys b k s
ok 'until_seen "Schedule 0 0 1 1" && until_gone "PAST"' "or another one: the processes have run again"
keys s s j s s s s
ok 'until_seen "Schedule 0 0 1 1 1 1 2 2 2 2"' "and so it goes on"
keys w
ok 'until_seen "events are in two-"' "w saves it"
keys 0
ok 'until_seen "PAST: STEP 0/"' "0 is the beginning"
keys u
ok 'until_seen "0 steps, and stand here" && until_seen "STEP 0" && until_gone "PAST"' "u brings the processes there"
keys s s j x
ok 'until_seen "killed: SIGKILL" && until_seen "1x"' "x kills one, as a step"
keys m
ok 'until_seen "[RUN 1.0x]" && until_seen "! DEADLOCK (3)"' "m runs freely again"
keys q
until_back
ok '"$SANDBOX" replay two-*.jsonl --quiet; [ $? -le 1 ]' "what was saved runs again, the same in all its events"

keys clear Enter
keys "$SANDBOX timed.lua" Enter
until_seen guest
keys m
until_seen 'STEP 0'
keys s s j s
ok 'until_seen "t lets the time of its wait run out"' "a timed wait says that its time can run out"
keys t
ok 'until_seen "Schedule 0 0 1!"' "t lets it"
keys q
until_back

keys clear Enter
keys "$SANDBOX two.lua" Enter
until_seen RUN
keys E
ok 'until_seen "FOUND: deadlock after 4 steps" && until_seen "STEP 0/4"' "E explores: what it finds stands at its beginning"
ok 'until_seen "[2]" && until_seen AVOIDABLE' "with the critical step, and what is still possible"
ok 'until_seen " free runs failed"' "and how many free runs fail"
keys s s s
ok 'until_seen "The next step is the critical one" && until_seen "†right" && until_seen "√left"' "and what each step makes of it"
keys H
ok 'until_seen "can still be avoided. The nearest one is 1 steps away"' "H says how far it is"
keys k s
ok 'until_seen "SAFE" && until_seen "Schedule 0 0 1 1"' "the other way is safe"
keys b s
until_seen SAFE
keys 0
until_seen 'PAST: STEP 0'
keys r
until_gone 'STEP 0/'
until_seen 'STEP 0'
keys E
until_seen 'STEP 0/4'
keys Space
ok 'until_seen "! DEADLOCK (3)" && until_seen "STEP 4"' "Space plays what was found, to its end"
keys q
until_back

keys clear Enter
keys "$SANDBOX $here/many.lua" Enter
until_seen p7
keys E
ok 'until_seen "Exploring: " && until_seen "states/s"' "what takes long says how far it is"
keys 5
ok 'until_seen "local function take" && screen | grep -q "Exploring: "' "while other keys work"
keys Escape
ok 'until_seen "NO FAILURE UP TO" && until_seen "Nothing is proved"' "Esc stops it, and nothing is claimed"
keys E
until_seen 'Exploring: '
keys q
until_back
ok nothing_left "q in the midst of it leaves nobody"

keys clear Enter
keys "$SANDBOX $here/ordered.lua --lang zh" Enter
until_seen p2
keys E
ok 'until_seen "已证明：没有任何调度会出错" && until_seen "这对本场景和这些输入成立"' "what cannot fail is proved, in Chinese too"
keys q
until_back
ok restored "the terminal is as it was"
ok nothing_left "and nobody is left"
echo "1..$count"
