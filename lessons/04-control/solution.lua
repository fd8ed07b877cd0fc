-- A supervisor: a new process for each try, and
-- join before its exit code is read. 0 is success;
-- a code below 0 is a failure, too: a signal.
local mp = require "multiprocessing"

local function supervise(job)
  for try = 1, 3 do
    local process = mp.Process{target = job}
    process:start()
    process:join()
    if process.exitcode == 0 then
      return try
    end
    print("failed, code " .. process.exitcode)
  end
  return nil
end

local function job()
  mp.exit(0)
end

print(supervise(job), "tries")
