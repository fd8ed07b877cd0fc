-- args: --timeout 60
-- expect: says: this is why
-- Exit codes: nothing 0, a number itself (of 8 bits), a text is printed and 1; and where exit is called does not
-- matter. (_TestSubclassingProcess.test_sys_exit; docs, Process.exitcode)
local mp = require "multiprocessing"
local expect = require "support.expect"

expect.equal(expect.exit_code(function() end), 0)
expect.equal(expect.exit_code(function() return 5 end), 0)
expect.equal(expect.exit_code(mp.exit), 0)
expect.equal(expect.exit_code(mp.exit, 8), 8)
expect.equal(expect.exit_code(mp.exit, 256 + 7), 7)
expect.equal(expect.exit_code(mp.exit, -1), 255)
expect.equal(expect.exit_code(mp.exit, "this is why"), 1)
expect.equal(expect.exit_code(function() pcall(mp.exit, 3) end), 3) -- it is no error that can be caught

local Worker = mp.Process:subclass("Worker")
function Worker:init(code) self.code = code end
function Worker:run() mp.exit(self.code) end
local worker = Worker(9):start()
worker:join()
expect.equal(worker.exitcode, 9)

local p = mp.Process() -- without a target: nothing to do
p:start()
p:join()
expect.equal(p.exitcode, 0)
