-- A pipe has two ends. After a fork each process
-- has a copy of both.
local mp = require "multiprocessing"
local sandbox = require "sandbox"

local closes = sandbox.knob("closes", 2,
  {min = 0, max = 2, help = "who closes: 0 nobody, 1 main, 2 all"})
local talk = sandbox.knob("talk", 0,
  {min = 0, max = 2, help = "0 one way, 1 both ways, 2 both listen"})

local reading, writing = mp.Pipe(talk > 0)

local function write() -- one way
  if closes == 2 then
    reading:close()
  end
  for _, word in ipairs{"one", "two", "three"} do
    sandbox.label("writes")
    mp.sleep(2)
    local sent, why = writing:send(word)
    if not sent then
      sandbox.label("nobody reads: " .. why)
      mp.sleep(3)
      return
    end
  end
end -- a process that ends closes its copies

local function read()
  if closes == 2 then
    writing:close()
  end
  while true do
    local word, why = reading:recv()
    if why == "eof" then
      break
    end
    print("received " .. word)
  end
  print("end of the pipe")
end

local function ask() -- both ways
  if talk == 1 then
    writing:send("how are you?")
  end
  print("the answer: " .. writing:recv())
end

local function answer()
  local question = reading:recv()
  sandbox.label("thinks")
  mp.sleep(1)
  reading:send(question .. " Well!")
end

local writer, reader
if talk == 0 then
  writer = mp.Process{target = write, name = "writer"}
  reader = mp.Process{target = read, name = "reader"}
else
  writer = mp.Process{target = ask, name = "asks"}
  reader = mp.Process{target = answer, name = "answers"}
end
writer:start()
reader:start()
if closes > 0 then
  reading:close()
  writing:close()
end
writer:join()
reader:join()
