-- Jobs that fail so often before they succeed: by an exit code, or by a signal.
local function tries_of(failures, fail)
  local tries = mp.Value("i", 0)
  local got = supervise(function()
    tries.value = tries.value + 1
    if tries.value <= failures then
      fail()
    end
  end)
  return got, tries.value
end

local function die()
  mp.current_process():kill()
  mp.sleep(1000)
end

local got, tries = tries_of(0)
assert(got == 1 and tries == 1, "a job that succeeds takes one try")
got, tries = tries_of(1, function() mp.exit(3) end)
assert(got == 2 and tries == 2, "a job that ends with code 3 once takes two tries")
got, tries = tries_of(1, die)
assert(got == 2 and tries == 2, "a job that is killed once takes two tries")
got, tries = tries_of(4, function() mp.exit(1) end)
assert(got == nil and tries == 3, "after three failures it gives up, and returns nil")
