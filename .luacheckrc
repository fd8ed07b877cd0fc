std = "lua54"
max_line_length = 120

-- Written to be refused.
exclude_files = {"build", "tests/**/broken*.lua"}
