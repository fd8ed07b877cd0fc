-- args: --timeout 60
-- daemon: given, or that of the process that makes it; a daemon may not have children.
-- (_TestProcess.test_daemon_argument; docs, Process.daemon)
local mp = require "multiprocessing"
local expect = require "support.expect"

expect.equal(mp.Process{target = print}.daemon, false)
expect.equal(mp.Process{target = print, daemon = true}.daemon, true)
expect.equal(mp.Process{target = print, daemon = false}.daemon, false)

local p = mp.Process{daemon = true, target = function()
  assert(mp.current_process().daemon == true)
  assert(mp.Process{target = print}.daemon == true)
  local child = mp.Process{target = print, daemon = false}
  assert(child.daemon == false)
  expect.error("AssertionError", "daemonic processes are not allowed to have children", child.start, child)
  expect.error("AssertionError", "daemonic processes are not allowed to have children", mp.Pool, 1)
end}:start()
p:join()
expect.equal(p.exitcode, 0)
