assert(paid[1] + paid[2] == 80, "one of the two draws 80; together they drew " .. paid[1] + paid[2])
assert(account.value == 20, "20 has to be left, and account.value is " .. account.value)
