return {
  id = "banker",
  title = {en = "The banker's algorithm", zh = "银行家算法"},
  summary = {en = "Lend only when all could still be served: avoidance", zh = "还能让人人都满足，才肯借出：死锁避免"},
  tempo = 0.3,

  steps = {
    {id = "lent", task = "predict", knobs = {coins = 4, careful = 0},
      goal = {en = "say whether a bank of four can get stuck", zh = "说出四枚硬币的银行会不会卡住"},
      predict = {
        question = {en = "4 coins; claims of 3, 2 and 3. Stuck?", zh = "4 枚硬币，最多各要 3、2、3，会卡住吗？"},
        {text = {en = "No: each claim is below 4", zh = "不会：每位要的都不到 4"},
          because = {
            en = "One alone can always be served. All three at once want 8.",
            zh = "单独一位总能满足。三位加起来要 8 枚。"}},
        {text = {en = "Yes: all lent, and nobody has enough", zh = "会：全借出去了，却没有一位够数"}, right = true,
          because = {
            en = "Each holds some and waits for more: hold and wait, with coins instead of locks.",
            zh = "人人拿着一些，等着更多：占有并等待，只是锁换成了硬币。"}},
        {text = {en = "Only if one never pays back", zh = "只有谁赖账才会"},
          because = {
            en = "All are honest. They pay back when they have worked, and never come to that.",
            zh = "个个守信。干完活才还，可谁也干不上活。"}},
      }},

    {id = "may", task = "predict", knobs = {coins = 4, careful = 1},
      goal = {en = "say whether to lend the last coin", zh = "说出最后一枚该不该借"},
      predict = {
        question = {
          en = "1 coin left; C1 wants 2, C2 1, C3 2. Lend it to C1?",
          zh = "剩 1 枚；C1 还要 2，C2 要 1，C3 要 2。借给 C1 吗？"},
        {text = {en = "Yes: there is one", zh = "借：不是还有吗"},
          because = {
            en = "Then 0 are left, and all want at least 1 more. That is the deadlock you saw.",
            zh = "那就剩 0 枚，而人人至少还要 1 枚。正是刚才的死锁。"}},
        {text = {en = "No: keep one in reserve, always", zh = "不借：总得留一枚备用"},
          because = {
            en = "Kept from C2, too, it helps nobody. It matters who gets it.",
            zh = "连 C2 也不给，就谁也帮不了。要紧的是给谁。"}},
        {text = {en = "No: only C2 can finish with it", zh = "不借：拿到它能完事的只有 C2"}, right = true,
          because = {
            en = "C2 gets it, works, pays 2 back; then C1, then C3. C1 waits, though a coin is there.",
            zh = "给 C2，它干完还 2 枚，接着 C1，再 C3。有硬币，C1 也得等。"}},
      }},

    {id = "safe", task = "run", knobs = {coins = 4, careful = 1},
      goal = {en = "find one that waits though a coin is free", zh = "找到有硬币却在等的那一位"}},

    {id = "coins", task = "break", knobs = {coins = 5, careful = 0},
      goal = {en = "how many coins need no care?", zh = "几枚硬币就不用小心？"}},

    {id = "mend", task = "fix", knobs = {coins = 4, careful = 1},
      goal = {en = "a bank too trusting: mend safe()", zh = "太轻信的银行：修好 safe()"}},

    {id = "same", task = "read",
      goal = {en = "know what it asks of you", zh = "知道它要求什么"}},
  },

  scenario = {fails = "deadlock", within = 25},
  solution = {fails = false},
}
