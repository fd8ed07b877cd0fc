-- Transfers in a ring, each under the locks of both accounts. Fixed: the account with the lower number is locked
-- first.
local mp = require "multiprocessing"
local sandbox = require "sandbox"

local n = sandbox.knob("n", 3, {min = 2, max = 12, help = "accounts, and transfers"})
local fixed = sandbox.knob("fixed", 0, {min = 0, max = 1, help = "1: locks in order of number"})

local accounts, locks = {}, {}
for i = 1, n do
  accounts[i] = mp.RawValue("i", 10)
  locks[i] = mp.Lock{name = "account" .. i}
end

local function transfer(from, to)
  local first, second = from, to
  if fixed == 1 and second < first then first, second = second, first end
  locks[first]:acquire()
  locks[second]:acquire()
  accounts[from].value = accounts[from].value - 1
  accounts[to].value = accounts[to].value + 1
  locks[second]:release()
  locks[first]:release()
end

local ps = {}
for i = 1, n do ps[i] = mp.Process{target = transfer, args = {i, i % n + 1}, name = "clerk" .. i}:start() end
for i = 1, n do ps[i]:join() end

local sum = 0
for i = 1, n do sum = sum + accounts[i].value end
assert(sum == 10 * n, "money is lost")
