assert(seen.value == 42, "the reader came first, and saw " .. seen.value)
assert(writer.exitcode == 0 and reader.exitcode == 0, "writer and reader are processes that have ended")
