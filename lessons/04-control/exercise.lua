-- A supervisor: supervise(job) runs the job in a
-- process, and again in another one if it failed,
-- three times at most. It returns the number of
-- tries, or nil if all of them failed.
-- It does not even work for a job that succeeds.
local mp = require "multiprocessing"

local function supervise(job)
  local process = mp.Process{target = job}
  for try = 1, 3 do
    process:start()
    if process.exitcode == 0 then
      return try
    elseif process.exitcode and process.exitcode > 0 then
      print("failed, code " .. process.exitcode)
    end
  end
  return nil
end

local function job()
  mp.exit(0)
end

print(supervise(job), "tries")
