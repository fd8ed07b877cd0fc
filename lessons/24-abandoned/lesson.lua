return {
  id = "abandoned",
  title = {en = "The dead hold locks", zh = "死者手里的锁"},
  summary = {en = "Killed between acquire and release: what now?", zh = "死在拿锁和还锁之间：锁归谁，数据怎么办？"},
  tempo = 0.3,

  steps = {
    {id = "heir", task = "predict", knobs = {policy = 0, repair = 0},
      goal = {en = "say what W2 gets", zh = "说出 W2 等到了什么"},
      predict = {
        question = {en = "W1 dies with vault; W2 waits for it. W2", zh = "W1 拿着 vault 死了，W2 在等它，会怎样？"},
        {text = {en = "waits for ever", zh = "永远等下去"},
          because = {
            en = "So it is in Python, and with a plain mutex in C. Here policy 0 hands it on.",
            zh = "Python 里、C 的普通互斥锁都这样。这里 policy 0 会转交。"}},
        {text = {en = "gets it, and notices nothing", zh = "拿到锁，毫无察觉"},
          because = {
            en = "It gets a second result: abandoned. Whoever does not look at it notices nothing.",
            zh = "还有第二个返回值：abandoned。不看它，才毫无察觉。"}},
        {text = {en = "gets it, and is told: abandoned", zh = "拿到锁，并得知它是被遗弃的"}, right = true,
          because = {
            en = "The lock is fine again. Whether the data is, acquire cannot know.",
            zh = "锁又能用了。数据还好不好，acquire 无从知道。"}},
      }},

    {id = "half", task = "predict", knobs = {policy = 0, repair = 0},
      goal = {en = "say how much money is left", zh = "说出还剩多少钱"},
      predict = {
        question = {en = "100 and 100, W1 killed, W2 done. The sum?", zh = "原先各 100，W1 被杀，W2 做完。总共多少？"},
        {text = {en = "150: 50 left a and never reached b", zh = "150：50 离开了 a，没到 b"}, right = true,
          because = {
            en = "Atomic for the others does not mean all or nothing. The lock cannot undo.",
            zh = "别人看不到中间状态，不等于要么全做、要么不做。锁不会撤销。"}},
        {text = {en = "200: what W1 began is undone", zh = "200：W1 做了一半的会撤销"},
          because = {
            en = "Databases do that. Memory keeps what was written, half or whole.",
            zh = "数据库才会。内存里写了一半，就留着一半。"}},
        {text = {en = "190: W2 took 10", zh = "190：W2 拿走了 10"},
          because = {
            en = "W2 moves 10 from a to b; that changes no sum. What is missing was W1's.",
            zh = "W2 把 10 从 a 移到 b，总数不变。少的是 W1 那笔。"}},
      }},

    {id = "stall", task = "run", knobs = {policy = 1, repair = 0},
      goal = {en = "as in Python: wait for the dead", zh = "像 Python 那样：等一个死人"}},

    {id = "error", task = "run", knobs = {policy = 2, repair = 1},
      goal = {en = "out of order until somebody repairs", zh = "没修好之前，谁也不许用"}},

    {id = "mend", task = "fix", knobs = {policy = 0, repair = 1},
      goal = {en = "be a careful heir: mend it", zh = "做个细心的继承人：修好它"}},

    {id = "same", task = "read",
      goal = {en = "know what SIGKILL leaves behind", zh = "知道 SIGKILL 会留下什么"}},
  },

  scenario = {fails = "assert", within = 19},
  solution = {fails = false},
}
