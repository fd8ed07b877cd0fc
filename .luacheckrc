std = "lua54"
max_line_length = 120

-- Written to be refused.
exclude_files = {"build", "tests/**/broken*.lua"}
-- Read as if it stood at the end of the exercise, whose names it knows.
files["lessons/*/must.lua"] = {ignore = {"113"}}
-- Has at hand what its solution needs.
files["lessons/*/exercise.lua"] = {ignore = {"211"}}
