return {
  id = "barrier",
  title = {en = "Barrier", zh = "屏障"},
  summary = {en = "Phase by phase: nobody goes on before all have come", zh = "一个阶段一个阶段来：到齐了才往下走"},
  tempo = 0.3,

  steps = {
    {id = "four", task = "predict", knobs = {workers = 3, parties = 4, phases = 2},
      goal = {en = "say what a barrier for four does to three", zh = "说出等四个人的屏障来了三个会怎样"},
      predict = {
        question = {en = "Three come to a barrier for four. They", zh = "屏障等四个，只来了三个，会怎样？"},
        {text = {en = "wait for ever", zh = "永远等下去"}, right = true,
          because = {
            en = "The fourth never comes. No lock, no ring, and still a deadlock.",
            zh = "第四个永远不会来。没有锁也没有环，照样是死锁。"}},
        {text = {en = "go on: there is nobody else to come", zh = "往下走：反正没有别人了"},
          because = {
            en = "A barrier counts arrivals. It does not know who there is.",
            zh = "屏障只数来了几个，并不知道一共有谁。"}},
        {text = {en = "get an error: the number is wrong", zh = "报错：数目不对"},
          because = {
            en = "Nobody checks. A fourth might yet be started.",
            zh = "没人核对。说不定还会再启动一个呢。"}},
      }},

    {id = "phases", task = "run", knobs = {workers = 3, parties = 3, phases = 2},
      goal = {en = "see all three begin phase 2 at once", zh = "看三个同时进入阶段 2"}},

    {id = "two", task = "predict", knobs = {workers = 3, parties = 2, phases = 2},
      goal = {en = "say what a barrier for two does to three", zh = "说出等两个人的屏障来了三个会怎样"},
      predict = {
        question = {en = "Three come to a barrier for two. Then", zh = "屏障只等两个，来了三个，会怎样？"},
        {text = {en = "all is well, and one waits less", zh = "没事，还少等一会儿"},
          because = {
            en = "Two go on without the third, and one of them needs what the third has not made.",
            zh = "前两个先走了，其中一个要用的，第三个还没做好。"}},
        {text = {en = "somebody goes on too early", zh = "有人走得太早"}, right = true,
          because = {
            en = "The first two go on; later they meet the third in another phase. A race, not a barrier.",
            zh = "前两个先走，后来又和第三个在不同阶段凑成一对。这是竞态，不是屏障。"}},
        {text = {en = "the third one gets an error", zh = "第三个会报错"},
          because = {
            en = "It counts as the first of the next round, and waits for another one.",
            zh = "它算作下一轮的第一个，接着等人。"}},
      }},

    {id = "kill", task = "predict", knobs = {workers = 3, parties = 3, phases = 2},
      goal = {en = "kill W3 in phase 1, with x", zh = "在阶段 1 用 x 杀掉 W3"},
      predict = {
        question = {en = "W3 is killed on its way. W1 and W2", zh = "W3 在路上被杀，W1 和 W2 会怎样？"},
        {text = {en = "wait for ever", zh = "永远等下去"},
          because = {
            en = "So it is in C, and in Python without a timeout. Here the barrier breaks instead.",
            zh = "C 里如此，Python 不设超时也如此。这里屏障会破掉。"}},
        {text = {en = "go on, the two of them", zh = "两个人往下走"},
          because = {
            en = "Then W2 would use what W3 never made. The number of parties does not shrink.",
            zh = "那 W2 就要用 W3 从没做出来的东西。人数不会自己变少。"}},
        {text = {en = "are told that it is broken", zh = "得知屏障破了"}, right = true,
          because = {
            en = "A party has died, so they can never be three. wait() says: broken.",
            zh = "有一方死了，三个再也凑不齐。wait() 返回 broken。"}},
      }},

    {id = "mend", task = "fix", knobs = {workers = 3, parties = 3, phases = 2},
      goal = {en = "one barrier is not enough: mend it", zh = "一道屏障不够：修好它"}},

    {id = "same", task = "read",
      goal = {en = "know when to count people", zh = "知道什么时候该数人头"}},
  },

  scenario = {fails = "deadlock", within = 12, knobs = {parties = 4}},
  solution = {fails = false},
}
