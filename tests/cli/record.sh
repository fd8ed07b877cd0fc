# Recordings: run --record, what becomes of damaged ones, and export. TAP.
# The conditions are evaluated when they are used.
# shellcheck disable=SC2016,SC2034
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

# sandbox ARGUMENTS...: stdout in out, stderr in err, exit status in $status.
sandbox() {
	timeout -s KILL 100 "$SANDBOX" "$@" >out 2>err
	status=$?
}

complains() { [ "$(cat err)" = "$1" ]; } # in one line, and nothing else
without_times() { sed 's/"t":[0-9.]*//'; }

cat >ring.lua <<'END'
local mp = require "multiprocessing"
local sandbox = require "sandbox"
local n = sandbox.knob("items", 2, {min = 1, max = 9, help = "how many"})
local left, right, met = mp.Lock(), mp.Lock(), {mp.Event(), mp.Event()}
local jobs = mp.Queue()
for i = 1, n do jobs:put("item \255 " .. i) end
local function eat(first, second, mine, other)
  print("caf\u{e9} \255\0 " .. n)
  first:acquire()
  mine:set()
  other:wait()
  second:acquire()
end
local p1 = mp.Process{target = eat, args = {left, right, met[1], met[2]}, name = "P1"}:start()
local p2 = mp.Process{target = eat, args = {right, left, met[2], met[1]}, name = "P2"}:start()
p1:join()
END

sandbox run ring.lua --record ring.jsonl --json --seed 9007199254740993 --set items=3
cp out live
ok '[ $status -eq 1 ] && [ ! -s err ]' 'a run that is recorded ends as any'
ok 'head -1 ring.jsonl | grep -q "^{\"sandbox-recording\":1,\"version\":.*\"scenario\":\"ring.lua\".*\"seed\":9007199254740993,.*\"knobs\":{\"items\":3},\"mode\":\"free\""' 'its header says what was run'
ok 'tail -1 ring.jsonl | grep -qx "{\"end\":\"deadlock\",\"count\":[0-9]*}"' 'its last line, how it ended'
sandbox export ring.jsonl --to json
ok '[ $status -eq 0 ] && [ ! -s err ] && cmp -s <(grep -v "\"event\":\"void\"" live | head -n -1) <(head -n -1 out)' 'every event comes back as run --json told it'
ok 'cmp -s <(tail -1 live | without_times) <(tail -1 out | without_times)' 'and the verdict'

sandbox run ring.lua --record ring.lua
ok '[ $status -eq 2 ] && complains "sandbox run: ring.lua is there already and is no recording; give the recording another name" && [ -s ring.lua ]' 'a scenario is not overwritten'
sandbox run ring.lua --record ring.jsonl --quiet
ok '[ $status -eq 1 ] && [ "$(grep -c sandbox-recording ring.jsonl)" -eq 1 ]' 'a recording is'
sandbox run ring.lua --record nowhere/x.jsonl
ok '[ $status -eq 2 ] && complains "sandbox run: cannot write the recording nowhere/x.jsonl: No such file or directory" && [ ! -s out ]' 'where it cannot be written, nothing is run'

cat >many.lua <<'END'
local mp = require "multiprocessing"
local lock = mp.Lock()
for _ = 1, 30000 do lock:acquire() lock:release() end
print("done")
END
# Something that takes no more after a while: a pipe that nobody reads.
mkfifo pipe
exec 9<>pipe
sandbox run many.lua --quiet --record pipe
ok '[ $status -eq 1 ] && complains "sandbox run: cannot write the recording pipe: Resource temporarily unavailable; it is not complete" && grep -q "says: done" out && grep -q "^Finished" out' 'a recording that cannot be written any more: the run goes on, and it is said'
timeout 60 head -c 60000 <&9 >cut.jsonl
exec 9>&-
sandbox export cut.jsonl --to json
ok '[ $status -eq 1 ] && grep -qE "^sandbox export: cut.jsonl:[0-9]+: the recording (breaks off|ends here) .*; what is before it was exported$" err && [ "$(wc -l <out)" -gt 1000 ]' 'and what was written can be read'

sandbox run many.lua --quiet --record many.jsonl
ok '[ $status -eq 0 ] && tail -1 many.jsonl | grep -q "\"end\":\"finished\""' 'a run that finishes'

cat >ever.lua <<'END'
local mp = require "multiprocessing"
print("there")
mp.sleep(1000)
END
"$SANDBOX" run ever.lua --record ever.jsonl >/dev/null 2>&1 &
until grep -qs there ever.jsonl; do kill -0 $! || break; done 2>/dev/null
kill -KILL $!
wait $! 2>/dev/null
ok 'grep -q there ever.jsonl' 'what happens is in the file while it goes on'
sandbox export ever.jsonl --to dot
ok '[ $status -eq 1 ] && grep -q "the recording ends here without its end mark" err && grep -q "p0 \[shape=ellipse, label=\"main\"\]" out' 'a run that was SIGKILLed leaves what can be read'

head -c 3000 /dev/urandom >noise.jsonl
sandbox export noise.jsonl --to json
ok '[ $status -eq 2 ] && complains "sandbox export: noise.jsonl: this is no recording of the sandbox"' 'noise is no recording'
sandbox noise.jsonl
ok '[ $status -eq 2 ] && complains "sandbox: noise.jsonl: this is no recording of the sandbox"' 'nor on the screen'
sed 's/^{"sandbox-recording":1/{"sandbox-recording":7/' many.jsonl >newer.jsonl
sandbox export newer.jsonl --to json
ok '[ $status -eq 2 ] && complains "sandbox export: newer.jsonl:1: a recording of format 7, by a newer sandbox; this one reads format 1"' 'a newer format is told'

# Damage at random, in a recording with all kinds of events: it ends, with 0, 1 or 2, and says why unless it is 0.
wrong=
cat >mutate.py <<'END'
import random, sys
random.seed(int(sys.argv[1]))
data = bytearray(open("ring.jsonl", "rb").read())
start = data.index(b"\n") if random.random() < 0.8 else 0
for _ in range(random.randint(1, 6)):
    at = random.randrange(start, len(data))
    kind = random.random()
    if kind < 0.4: data[at] = random.choice(b"0123456789-,[]\"\\u")
    elif kind < 0.6: data[at:at] = bytes(random.choice(b"0123456789") for _ in range(random.randint(1, 12)))
    elif kind < 0.8: del data[at:at + random.randint(1, 9)]
    else: data[at] = random.randrange(256)
open("mutant.jsonl", "wb").write(data)
END
for seed in {1..60}; do
	python3 mutate.py "$seed"
	for format in json perfetto svg dot; do
		sandbox export mutant.jsonl --to $format
		[ $status -eq 0 ] || { [ $status -le 2 ] && [ -s err ]; } || wrong="$seed $format: $status"
	done
done
ok '[ -z "$wrong" ]' "damaged recordings do no harm ($wrong)"

sandbox export ring.jsonl --to dot
ok '[ $status -eq 0 ] && grep -q "p1 -> o[0-9]* \[label=\"waits, line 12\"" out && grep -q "o[0-9]* -> p2 \[label=\"held by\"" out' 'dot: who waits for what, who holds it'
sandbox export ring.jsonl --to dot --at 10
ok '[ $status -eq 0 ] && ! grep -q waits, out' 'dot: at an event, as it was then'
sandbox export ring.jsonl --to perfetto --out tracks.json
ok '[ $status -eq 0 ] && python3 -c "
import json
events = json.load(open(\"tracks.json\"))[\"traceEvents\"]
names = {e[\"args\"][\"name\"] for e in events if e[\"name\"] == \"thread_name\"}
assert names == {\"main\", \"P1\", \"P2\"}, names
assert any(e[\"name\"] == \"stuck: waits for right\" and e[\"tid\"] == 1 for e in events)
starts = {e[\"id\"] for e in events if e[\"ph\"] == \"s\"}
assert starts == {e[\"id\"] for e in events if e[\"ph\"] == \"f\"}
" 2>err' 'perfetto: a track a process, slices, arrows in pairs'
sandbox export ring.jsonl --to svg
ok '[ $status -eq 0 ] && python3 -c "
import sys, xml.dom.minidom
picture = xml.dom.minidom.parse(\"out\")
texts = [t.firstChild.data for t in picture.getElementsByTagName(\"text\")]
assert \"P1\" in texts and \"main\" in texts and any(\"ring closed\" in t for t in texts), texts
" 2>err' 'svg: well formed, with names and where the ring closed'
sandbox export ring.jsonl --to pdf
ok '[ $status -eq 2 ] && complains "sandbox export: --to takes perfetto, dot, svg or json, not \"pdf\""' 'an unknown format'
sandbox export ring.jsonl
ok '[ $status -eq 2 ] && complains "sandbox export: which format? --to perfetto, dot, svg or json"' 'no format'
sandbox export --to svg
ok '[ $status -eq 2 ] && grep -q "which recording?" err' 'no recording'
if [ -w /dev/full ]; then
	timeout 100 "$SANDBOX" export ring.jsonl --to json >/dev/full 2>err
	status=$?
	ok '[ $status -eq 1 ] && complains "sandbox export: cannot write the output: No space left on device"' 'no room for the output'
fi
echo "1..$count"
