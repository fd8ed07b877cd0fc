# The stubs of lua/meta and the modules name the same things, in both directions. TAP.
#
# A scenario holds one object of each kind and asks it for every word that occurs in the stubs or in the program's own
# source: what it answers to is what it has. The same with keywords, where a thread is of the wrong type for all: who
# knows the keyword complains of the type.
root=$(cd "$(dirname "$0")/../.." && pwd)
: "${SANDBOX:=$root/build/release/sandbox}"
: "${TMPDIR:=/tmp}"
SANDBOX=$(realpath "$SANDBOX")
here=$(mktemp -d "$TMPDIR/stubs.XXXXXX")
trap 'rm -rf "$here"' EXIT
cd "$root" || exit 1

lua5.4 lua/meta/reference.lua --names lua/meta/multiprocessing.lua lua/meta/sandbox.lua |
	LC_ALL=C sort -u >"$here/stubs"

# Every word, as a Lua list.
{
	echo "return {"
	{
		cut -f3- "$here/stubs" | tr '\t' '\n'
		grep -ohE '"[a-z_]+"' sandbox/script/*.c | tr -d '"'
		grep -ohE '[A-Za-z_]+' lua/multiprocessing.lua lua/pool.lua lua/sandbox.lua
		grep -ohE '"[A-Z][A-Za-z]+", [a-z_]+' sandbox/script/*.c | cut -d'"' -f2
	} | grep -xE '[A-Za-z][A-Za-z_]*' | LC_ALL=C sort -u | sed 's/.*/  "&",/'
	echo "}"
} >"$here/words.lua"

cat >"$here/probe.lua" <<'END'
local mp, sandbox = require "multiprocessing", require "sandbox"
local words = require "words"
local wrong = coroutine.create(function() end)

local function member(class, object)
  for _, word in ipairs(words) do
    local ok, value = pcall(function() return object[word] end)
    if ok and value ~= nil then print("member\t" .. class .. "\t" .. word) end
  end
end

-- call(table) calls the function with these keywords.
local function keyword(class, name, call)
  for _, word in ipairs(words) do
    local ok, problem = pcall(call, {[word] = wrong})
    if not ok and not tostring(problem):find("has no ", 1, true) then
      print("keyword\t" .. class .. "\t" .. name .. "\t" .. word)
    end
  end
end

local function methods(class, object, names)
  for name in names:gmatch("%S+") do
    keyword(class, name, function(options) return object[name](object, options) end)
  end
end

keyword("sandbox", "knob", sandbox.knob)
member("sandbox", sandbox)
member("multiprocessing", mp)
for name in ([[Lock RLock Semaphore BoundedSemaphore Event Condition Barrier Queue SimpleQueue JoinableQueue Pipe Value
    RawValue Array RawArray Pool]]):gmatch("%S+") do
  keyword("multiprocessing", name, mp[name])
end

local Worker = mp.Process:subclass("Worker")
function Worker:init() end
function Worker:run() mp.sleep(1000) end
local worker = Worker():start()
worker:interrupt() -- an error that is no failure: now it has one
worker:join()
member("multiprocessing.Process", worker)
keyword("multiprocessing.Process", "()", mp.Process)
local go = mp.Event()
local waiting = mp.Process{target = function() go:wait() end}:start()
methods("multiprocessing.Process", waiting, "join")
go:set()
waiting:join()

local objects = {
  Lock = mp.Lock(), RLock = mp.RLock(), Semaphore = mp.Semaphore(), Event = mp.Event(), Condition = mp.Condition(),
  Barrier = mp.Barrier(2), Connection = mp.Pipe(), Queue = mp.Queue(), SimpleQueue = mp.SimpleQueue(),
  JoinableQueue = mp.JoinableQueue(), Value = mp.Value("i"), Array = mp.Array("i", 1), CharArray = mp.Array("c", 1),
  Pool = mp.Pool(1),
}
objects.Lock:acquire()
objects.RLock:acquire()
objects.AsyncResult = objects.Pool:apply_async(function() end)
objects.AsyncResult:wait()
objects.IMapIterator = objects.Pool:imap(function() end, {1})
for class, object in pairs(objects) do member("multiprocessing." .. class, object) end

for class, names in pairs {
  Lock = "acquire", RLock = "acquire", Semaphore = "acquire release", Event = "wait",
  Condition = "acquire wait wait_for notify", Barrier = "wait", Connection = "recv poll send_bytes recv_bytes",
  Queue = "get", JoinableQueue = "get join", Array = "slice", CharArray = "slice", AsyncResult = "get wait",
} do
  methods("multiprocessing." .. class, objects[class], names)
end
for _, class in ipairs {"Queue", "JoinableQueue"} do
  keyword("multiprocessing." .. class, "put", function(options) objects[class]:put(1, options) end)
end
for name in ("map map_async starmap starmap_async imap imap_unordered"):gmatch("%S+") do
  keyword("multiprocessing.Pool", name, function(options) objects.Pool[name](objects.Pool, print, {}, options) end)
end
-- A table that is no keywords is the arguments: what is no keyword raises nothing.
for name in ("apply apply_async"):gmatch("%S+") do
  for _, word in ipairs(words) do
    local ok, problem = pcall(objects.Pool[name], objects.Pool, function() end, {[word] = wrong})
    if not ok and tostring(problem):find(word .. " must be a ", 1, true) then
      print("keyword\tmultiprocessing.Pool\t" .. name .. "\t" .. word)
    end
  end
end

-- Errors are plain tables.
local function fields(class, problem, also)
  for name in pairs(problem) do print("member\tmultiprocessing." .. class .. "\t" .. name) end
  if also then fields(also, problem) end
end
fields("Error", select(2, pcall(objects.Event.wait, objects.Event, wrong)), "PoolError")
fields("Error", select(2, pcall(function() objects.Lock.nothing = 1 end)), "PoolError")
for _, task in ipairs {function() error("failed") end, function() mp.current_process():kill() end} do
  fields("PoolError", select(2, pcall(objects.Pool.apply, objects.Pool, task)))
end
objects.Pool:terminate()
END

"$SANDBOX" run "$here/probe.lua" >"$here/out" 2>&1
status=$?
grep -oE "(member|keyword)[[:space:]].*[^ ]" "$here/out" | sed -E 's/[[:space:]]+:[0-9]+$//; s/[[:space:]]+/\t/g' |
	LC_ALL=C sort -u >"$here/module"
# Tables of keywords are no objects.
grep -vE '^member.(multiprocessing|sandbox)\.([A-Za-z]+Options|File)	' "$here/stubs" >"$here/expected"

count=0
ok() { # FILE WORDS: the file must be empty; a failure shows it
	count=$((count + 1))
	if [ ! -s "$1" ]; then
		echo "ok $count - $2"
	else
		echo "not ok $count - $2"
		head -n 30 "$1" | sed 's/^/#   /'
	fi
}

echo "1..4"
if [ "$status" -eq 0 ]; then : >"$here/failed"; else tail -n 20 "$here/out" >"$here/failed"; fi
ok "$here/failed" "every kind of object can be asked"
if [ "$(wc -l <"$here/expected")" -gt 200 ]; then : >"$here/few"; else cp "$here/expected" "$here/few"; fi
ok "$here/few" "the stubs name hundreds of things"
LC_ALL=C comm -13 "$here/expected" "$here/module" >"$here/missing"
ok "$here/missing" "the stubs name all that the modules have"
LC_ALL=C comm -23 "$here/expected" "$here/module" >"$here/invented"
ok "$here/invented" "the modules have all that the stubs name"
[ ! -s "$here/failed" ] && [ ! -s "$here/few" ] && [ ! -s "$here/missing" ] && [ ! -s "$here/invented" ]
