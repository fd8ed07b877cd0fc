-- Three processes and two pipes, as in a shell:
--   numbers | double | add
-- A pipe ends when the last copy of its writing end
-- is closed, main's and the reader's own as well.
local mp = require "multiprocessing"

local r1, w1 = mp.Pipe(false) -- numbers to double
local r2, w2 = mp.Pipe(false) -- double to add
local total = mp.Value("i", 0)

local function numbers()
  for n = 1, 2 do
    w1:send(n)
  end
end

local function double()
  w1:close()
  while true do
    local n, why = r1:recv()
    if why == "eof" then
      break
    end
    w2:send(2 * n)
  end
end

local function add()
  w1:close()
  w2:close()
  while true do
    local n, why = r2:recv()
    if why == "eof" then
      break
    end
    total.value = total.value + n
  end
end

local stages = {}
for i, stage in ipairs{numbers, double, add} do
  stages[i] = mp.Process{target = stage}
  stages[i]:start()
end
w1:close()
w2:close()
for _, stage in ipairs(stages) do
  stage:join()
end
print("the sum is " .. total.value)
