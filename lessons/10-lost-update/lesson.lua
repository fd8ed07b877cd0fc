return {
  id = "lost-update",
  title = {en = "Lost update", zh = "丢失的更新"},
  summary = {en = "Two add 1, and it grows by 1 only: read, add, write", zh = "两个进程各加 1，却只多了 1：读、加、写"},
  tempo = 0.6,

  steps = {
    {id = "guess", task = "predict", knobs = {workers = 2, times = 3, own = 0, floor = 6},
      goal = {en = "say what two times three is", zh = "说出两个人各加三次得几"},
      predict = {
        question = {en = "W1 and W2 each add 1 three times. The sum?", zh = "W1、W2 各加三次 1，最后是几？"},
        {text = {en = "6: nobody takes anything away", zh = "6：又没有人减"},
          because = {
            en = "Nobody subtracts. But who writes an old number plus 1 erases what came in between.",
            zh = "是没人减。但拿旧数加 1 写回去，就抹掉了中间别人写的。"}},
        {text = {en = "Less than 6", zh = "不到 6"}, right = true,
          because = {
            en = "Both read the same number, both write the same sum: two additions, one counted.",
            zh = "两人读到同一个数，写回同一个和：加了两次，只算一次。"}},
        {text = {en = "An error: only one may write", zh = "报错：同时只许一个写"},
          because = {
            en = "Nothing guards shared memory unless you do. It goes wrong without a word.",
            zh = "共享内存没人替你看着。错了也一声不响。"}},
      }},

    {id = "look", task = "run", knobs = {workers = 2, times = 3, own = 0, floor = 6},
      goal = {en = "find the write that erases another one", zh = "找到抹掉别人的那次写"}},

    {id = "often", task = "predict", knobs = {workers = 2, times = 3, own = 0, floor = 6},
      goal = {en = "say how often it fails at full speed", zh = "说出全速运行时多久错一次"},
      predict = {
        question = {en = "Of 1000 runs at full speed, how many fail?", zh = "全速跑 1000 次，错几次？"},
        {text = {en = "About half: a coin toss", zh = "一半左右，像抛硬币"},
          because = {
            en = "W1 has mostly ended before W2 starts, so they hardly ever meet.",
            zh = "多半 W2 还没开始，W1 已经做完，两人难得碰上。"}},
        {text = {en = "None: a fast machine is safe", zh = "零次：机器快就没事"},
          because = {
            en = "Fast makes it rare, not right. Count to 50000 each, and it fails again and again.",
            zh = "快只会少见，不会变对。各加五万次，又一再出错。"}},
        {text = {en = "A few at most", zh = "顶多几次"}, right = true,
          because = {
            en = "So a test says: it works. With --set times=50000 the luck is over.",
            zh = "于是测试都说没问题。加上 --set times=50000，好运就到头了。"}},
      }},

    {id = "least", task = "predict", knobs = {workers = 2, times = 3, own = 0, floor = 3},
      goal = {en = "say how small the sum can be", zh = "说出最后最小是几"},
      predict = {
        question = {en = "What is the smallest sum there can be?", zh = "最后最小可能是几？"},
        {text = {en = "2", zh = "2"}, right = true,
          because = {
            en = "W1 reads 0 and stops; W2 adds twice; W1 writes 1. W2 reads 1, W1 ends, W2 writes 2.",
            zh = "W1 读 0 停住，W2 加两次，W1 写 1；W2 读 1，等 W1 做完，再写 2。"}},
        {text = {en = "3: each has added 3 itself", zh = "3：每人自己总加了 3"},
          because = {
            en = "That is what equal pace gives. A slow one can throw the other far back.",
            zh = "那是步调一致的结果。慢的一个能把对方拖回很远。"}},
        {text = {en = "1: all but one are lost", zh = "1：只剩一次没丢"},
          because = {
            en = "The last write adds to what its writer has read, and that was not 0: it comes third.",
            zh = "最后一次写是那人第三次加，他读到的不会是 0。"}},
      }},

    {id = "hand", task = "break", knobs = {workers = 2, times = 3, own = 0, floor = 3},
      goal = {en = "by hand: make 3 plus 3 be 2", zh = "亲手让 3 加 3 得 2"}},

    {id = "mend", task = "fix", knobs = {workers = 2, times = 3, own = 1, floor = 6},
      goal = {en = "count right, without waiting", zh = "数对，而且谁也不用等"}},

    {id = "same", task = "read",
      goal = {en = "know that += is three operations", zh = "记住 += 是三步"}},
  },

  scenario = {fails = "assert", within = 19, knobs = {floor = 3}},
  solution = {fails = false},
  free = {fails = "seldom", runs = 1000},
}
