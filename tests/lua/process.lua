-- Process: what Python's documentation says of it.
local mp = require "multiprocessing"
local expect = require "support.expect"

local main = mp.current_process()
assert(main:is_alive() and not main.daemon and main.pid == mp.getpid() and main.exitcode == nil)
assert(mp.parent_process() == nil)
assert(mp.cpu_count() >= 1)

-- Before, while and after it runs.
do
  local go, here = mp.Event(), mp.Queue()
  local function child(a, b, keywords)
    here:put({a, b, keywords.c, mp.getpid(), mp.current_process().name, mp.getppid(), mp.parent_process().pid})
    go:wait()
  end
  local p = mp.Process{target = child, args = {nil, "b"}, kwargs = {c = "c"}, name = "worker"}
  assert(not p:is_alive() and p.exitcode == nil and p.pid == nil and #mp.active_children() == 0)
  expect.error("AssertionError", "can only join a started process", p.join, p)
  assert(p:start() == p)
  assert(p:is_alive() and mp.active_children()[1] == p and p.exitcode == nil)
  expect.error("AssertionError", "cannot start a process twice", p.start, p)
  expect.error("AssertionError", "already started", function() p.daemon = true end)
  expect.error("ValueError", "still running", p.close, p)
  local said = here:get()
  assert(said[1] == nil and said[2] == "b" and said[3] == "c", "arguments, the keywords last")
  expect.equal(said[4], p.pid)
  expect.equal(said[5], "worker")
  expect.equal(said[6], mp.getpid())
  expect.equal(said[7], mp.getpid())
  local ended, why = p:join(0)
  assert(ended == false and why == "timeout")
  assert(select(2, p:join(-1)) == "timeout")
  go:set()
  assert(p:join() == true and p:join() == true)
  assert(p.exitcode == 0 and not p:is_alive() and #mp.active_children() == 0)
  p:close()
  expect.error("ValueError", "closed", p.is_alive, p)
end

-- Exit codes.
expect.equal(expect.exit_code(mp.exit), 0)
expect.equal(expect.exit_code(mp.exit, 3), 3)
expect.equal(expect.exit_code(mp.exit, true), 0)
expect.equal(expect.exit_code(mp.exit, "out of paper"), 1)
expect.equal(expect.exit_code(function() pcall(mp.exit, 4) error("not reached") end), 4)
expect.equal(expect.exit_code(function()
  coroutine.wrap(function() coroutine.resume(coroutine.create(mp.exit), 5) end)()
end), 5)

-- Ended by signals.
do
  local p = mp.Process{target = mp.sleep, args = {100}}:start()
  assert(p:terminate() == true)
  p:join()
  expect.equal(p.exitcode, -15)
  local ok, why = p:kill()
  assert(ok == false and why == "exited")
  local q = mp.Process{target = function() while true do end end}:start()
  q:kill()
  q:join()
  expect.equal(q.exitcode, -9)
end

-- Names are given as in Python, when the object is made; a named child counts too.
do
  local a, b = mp.Process{}, mp.Process{name = "b"}
  local c = mp.Process{target = function()
    expect.equal(mp.Process{}.name, mp.current_process().name .. ":1")
    expect.equal(expect.exit_code(function() assert(mp.current_process().name:match(":2$")) end), 0)
  end}
  expect.equal(b.name, "b")
  local first, third = a.name:match("^Process%-(%d+)$"), c.name:match("^Process%-(%d+)$")
  expect.equal(third - first, 2)
  c:start():join()
  expect.equal(c.exitcode, 0)
end

-- A subclass with its own run.
do
  local Worker = mp.Process:subclass("Worker")
  function Worker:init(results, x) self.results, self.x = results, x end
  function Worker:run() self.results:put(self.x .. " by " .. self.name) end
  local results = mp.Queue()
  local w = Worker(results, "done")
  assert(w.name:match("^Worker%-%d+$"), w.name)
  w:start():join()
  expect.equal(results:get(), "done by " .. w.name)
end

-- A child has what its parent had at the fork, and changes only its own.
local shared = {1, 2, 3}
expect.equal(expect.exit_code(function() assert(#shared == 3) shared[4] = 4 end), 0)
expect.equal(#shared, 3)

-- A variable that is to be closed is its owner's: a child does not close it.
do
  local closed = mp.Value("i", 0)
  do
    local _ <close> = setmetatable({}, {__close = function() closed.value = closed.value + 1 end})
    expect.equal(expect.exit_code(function() end), 0)
    expect.equal(closed.value, 0)
  end
  expect.equal(closed.value, 1)
end

-- Random numbers differ from process to process.
do
  local q = mp.Queue()
  for _ = 1, 2 do mp.Process{target = function() q:put(math.random(1 << 40)) end}:start() end
  assert(q:get() ~= q:get())
end

-- Daemons: inherited, no children, ended with their parent.
do
  local p = mp.Process{target = function()
    expect.error("AssertionError", "not allowed to have children", mp.Process{target = print}.start, mp.Process{})
    mp.sleep(0)
  end, daemon = true}:start()
  p:join()
  expect.equal(p.exitcode, 0)
  mp.Process{target = mp.sleep, args = {1000}, daemon = true}:start()
end

-- Misuse.
expect.error("TypeError", "did you mean 'target'?", mp.Process, {targt = print})
expect.error("TypeError", "target must be a function", mp.Process, {target = 3})
expect.error("AssertionError", "cannot join current process", main.join, main)
expect.error("AttributeError", "did you mean 'Queue'?", function() return mp.Queu end)

-- A hundred short children.
local many = {}
for i = 1, 100 do many[i] = mp.Process{target = function() end}:start() end
for _, p in ipairs(many) do
  p:join()
  assert(p.exitcode == 0)
end
expect.equal(#mp.active_children(), 1) -- the daemon
