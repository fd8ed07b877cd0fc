-- Pipe, Connection and wait, beyond tests/conformance.
local mp = require "multiprocessing"
local expect = require "support.expect"

local r, w = mp.Pipe{duplex = false}
assert(tostring(r) == "<Connection name='r' readable>" and tostring(w) == "<Connection name='w' writable>")
assert(r.name == "r" and r ~= w and r == r)
expect.error("TypeError", "did you mean 'duplex'?", mp.Pipe, {duplx = false})
expect.error("TypeError", "nil write send(nil)", w.send, w)
expect.error("TypeError", "message.f (C function) cannot cross", w.send, w, {f = print})
expect.error("TypeError", "takes a string", w.send_bytes, w, {})
expect.error("OSError", "write-only", w.recv, w)
assert(not r:poll())

-- A message that is too long for recv_bytes stays where it is; what came by send is not bytes.
w:send_bytes("12345")
expect.error("OSError", "longer than 4 bytes", r.recv_bytes, r, 4)
expect.error("ValueError", "0 or more", r.recv_bytes, r, -1)
assert(r:recv_bytes(5) == "12345")
w:send("a value")
expect.error("TypeError", "recv takes those", r.recv_bytes, r)

-- recv with a timeout.
local before = mp.time()
local value, why = r:recv(0.05)
assert(value == nil and why == "timeout" and mp.time() - before >= 0.05)
assert(select(2, r:recv(0)) == "timeout" and select(2, r:recv{timeout = -1}) == "timeout")

-- 64 KiB fit; a longer message goes into an empty pipe.
local kib = ("x"):rep(1023)
local sent = mp.RawValue("i", 0)
local sender = mp.Process{target = function()
  for n = 1, 65 do
    w:send_bytes(kib)
    sent.value = n
  end
end}:start()
while sent.value < 64 do mp.sleep(0.001) end
assert(sender:join(0.05) == false)
r:recv_bytes()
sender:join()
for _ = 1, 64 do r:recv_bytes() end
assert(not r:poll())
do
  local big = ("0123456789abcdef"):rep(1 << 22) -- 64 MiB
  w:send_bytes(big)
  assert(r:recv_bytes() == big)
end

-- A connection crosses. While it is on its way it is open, and whoever gets it holds it.
local there, back = mp.Pipe(false)
local p = mp.Process{target = function()
  w:close()
  local c = r:recv()
  c:send("through the connection that came")
end}:start()
local deliver = w
deliver:send(back)
back:close()
assert(there:recv() == "through the connection that came")
p:join()
assert(select(2, there:recv()) == "eof")
expect.error("TypeError", "message (closed Connection) cannot cross", w.send, w, back)

-- One that could not be put is not on its way.
local q, lost_reader, lost = mp.Queue(1), mp.Pipe(false)
q:put("full")
assert(select(2, q:put(lost, false)) == "full")
lost:close()
assert(select(2, lost_reader:recv()) == "eof")

-- Whoever forgets to close its own copy of the writing end hears no end: the verdict says so (R10). Here all do close.
local readers = {}
for i = 1, 3 do
  local reader, writer = mp.Pipe(false)
  readers[i] = reader
  mp.Process{target = function() writer:send(i) end}:start()
  writer:close()
end
local sum, ended = 0, 0
while ended < 3 do
  for _, reader in ipairs(mp.wait(readers)) do
    local n, over = reader:recv()
    if over then
      ended = ended + 1
      for i, other in ipairs(readers) do if other == reader then table.remove(readers, i) end end
    else
      sum = sum + n
    end
  end
end
expect.equal(sum, 6)

-- wait, over everything it takes.
local event, queue, simple, joinable = mp.Event(), mp.Queue(), mp.SimpleQueue(), mp.JoinableQueue()
local sleeper = mp.Process{target = function() event:wait() end}:start()
local all = {r, queue, simple, joinable, sleeper, sleeper.sentinel}
assert(#mp.wait(all, 0) == 0 and #mp.wait(all, {timeout = 0.01}) == 0 and #mp.wait({}, 0.01) == 0)
joinable:put(1)
assert(mp.wait(all)[1] == joinable)
queue:put(1)
simple:put(1)
assert(#mp.wait(all) == 3)
event:set()
assert(mp.wait({r, sleeper})[1] == sleeper)
assert(mp.wait({sleeper.sentinel})[1] == sleeper.sentinel)
sleeper:join()
expect.error("TypeError", "item 2 of wait is a number", mp.wait, {r, 1})
expect.error("TypeError", "takes a list", mp.wait, r)
expect.error("OSError", "write-only", mp.wait, {w})
r:close()
expect.error("OSError", "closed", mp.wait, {r})
expect.error("OSError", "the connection is closed", r.recv, r)
expect.error("ValueError", "not started", function() return mp.Process{target = print}.sentinel end)
local ok, broken = w:send("nobody reads")
assert(ok == nil and broken == "eof")
