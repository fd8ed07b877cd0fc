-- Workers fill an array with squares, each its own
-- part; and a table, to compare.
local mp = require "multiprocessing"
local sandbox = require "sandbox"

local workers = sandbox.knob("workers", 3,
  {min = 1, max = 6, help = "how many share the cells"})
local size = sandbox.knob("cells", 12,
  {min = 1, max = 12, help = "how many there are to fill"})
local small = sandbox.knob("small", 0,
  {min = 0, max = 1, help = "1: cells of 8 bits, not of 32"})
local count = sandbox.knob("count", 0,
  {min = 0, max = 2, help = "cells filled: 1 as it is, 2 with lock"})

local cells = mp.Array(small == 1 and "b" or "i", size)
local filled = mp.Value("i", 0)
local mine = {} -- an ordinary table

local function add_one()
  filled.value = filled.value + 1
end

local function fill(from, to)
  for i = from, to do
    sandbox.label("fills cell " .. i)
    mp.sleep(0.5)
    cells[i] = i * i
    mine[i] = i * i
    if count == 1 then
      add_one()
    elseif count == 2 then
      filled:with(add_one)
    end
  end
end

local share = size // workers
local children = {}
for w = 1, workers do
  children[w] = mp.Process{target = fill, name = "W" .. w,
    args = {(w - 1) * share + 1, w * share}}
  children[w]:start()
end
for _, child in ipairs(children) do
  child:join()
end

local sum = 0
for i = 1, size do
  sum = sum + cells[i]
end
print("in the array: " .. sum)
print("in main's table: " .. #mine)
sandbox.label("array " .. sum .. ", table " .. #mine)
mp.sleep(2)
if count > 0 then
  assert(filled.value == share * workers,
    filled.value .. " were counted")
end
