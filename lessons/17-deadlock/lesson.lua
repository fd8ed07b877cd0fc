return {
  id = "deadlock",
  title = {en = "Deadlock", zh = "死锁"},
  summary = {en = "Two locks, two orders; and philosophers who all wait for a fork", zh = "两把锁，两种顺序；哲学家们都在等叉子"},
  tempo = 0.3,

  steps = {
    {id = "two", task = "predict", knobs = {philosophers = 2, ordered = 0},
      goal = {en = "say what two locks in two orders will do", zh = "说出两把锁、两种顺序会怎样"},
      predict = {
        question = {en = "How does their dinner end?", zh = "这顿饭会怎么收场？"},
        {text = {en = "They take turns: one eats, then the other", zh = "轮流吃：一个吃完，另一个再吃"},
          because = {
            en = "They would, if one of them were first at both forks. Here each is first at one.",
            zh = "除非有一位抢先拿到两把。现在两人各抢到一把。"}},
        {text = {en = "Each holds one fork and waits for ever", zh = "各拿一把，永远等下去"}, right = true,
          because = {
            en = "Each holds what the other one needs, and neither gives it back before it has eaten.",
            zh = "对方要的正在自己手里，而谁都要吃完才肯放下。"}},
        {text = {en = "The system sees it and takes a fork back", zh = "系统发现后收回一把叉子"},
          because = {
            en = "The kernel sees two processes asleep, nothing unusual. It never takes a lock away.",
            zh = "在内核看来只是两个进程在睡眠，很平常。它从不收回锁。"}},
      }},

    {id = "ring", task = "run", knobs = {philosophers = 2, ordered = 0},
      goal = {en = "find the ring in panel 2", zh = "在面板 2 里找到那个环"}},

    {id = "five", task = "predict", knobs = {philosophers = 5, ordered = 0},
      goal = {en = "say how many of five get stuck", zh = "说出五位里有几位会卡住"},
      predict = {
        question = {en = "Five sit down. How many get stuck?", zh = "五位入座，几位会卡住？"},
        {text = {en = "Two neighbours; the others eat", zh = "相邻的两位，其余照吃"},
          because = {
            en = "For that the two would have to share both forks. At a table of five they share one.",
            zh = "那要两人共用两把叉子才行。五人桌上，邻座只共用一把。"}},
        {text = {en = "None: with more forks somebody always gets two", zh = "没有：叉子多了，总有人凑齐两把"},
          because = {
            en = "More forks, but more hands too. If all take the left one, no fork is left over.",
            zh = "叉子多了，手也多了。人人拿起左边那把，就一把不剩。"}},
        {text = {en = "All five, in one ring", zh = "五位全部，连成一个环"}, right = true,
          because = {
            en = "Everyone holds the left fork and waits for the right one, which a neighbour holds.",
            zh = "人人拿着左边的叉子，等右边的，而右边的在邻座手里。"}},
      }},

    {id = "kill", task = "predict", knobs = {philosophers = 5, ordered = 0},
      goal = {en = "kill P3 with x, and see who eats next", zh = "用 x 杀掉 P3，看下一个谁吃"},
      predict = {
        question = {en = "P3 is killed. Who eats next?", zh = "P3 被杀掉后，下一个谁吃？"},
        {text = {en = "P2", zh = "P2"}, right = true,
          because = {
            en = "P3 held fork3, and P2 waited for it. P2 is told that fork3 was abandoned.",
            zh = "P3 拿着 fork3，等它的是 P2。P2 还会得知 fork3 是被遗弃的。"}},
        {text = {en = "P4", zh = "P4"},
          because = {
            en = "P3 wanted fork4, but never had it. P4 holds fork4 and still waits for fork5.",
            zh = "P3 想要 fork4，但没拿到。P4 拿着 fork4，还在等 fork5。"}},
        {text = {en = "Nobody: the dead keep their locks", zh = "谁也吃不了：死者不放锁"},
          because = {
            en = "So it is with Python's Lock. Here, and with robust mutexes in C, the lock is handed on.",
            zh = "Python 的 Lock 确实如此。这里和 C 的 robust 互斥锁都会把锁交给下一个。"}},
      }},

    {id = "order", task = "fix", knobs = {philosophers = 5, ordered = 0},
      goal = {en = "turn one knob so that everybody eats", zh = "只调一个旋钮，让人人吃上饭"}},

    {id = "mend", task = "fix", knobs = {philosophers = 2, ordered = 1},
      goal = {en = "two transfers, two orders: mend it", zh = "两笔转账，两种顺序：修好它"}},

    {id = "same", task = "read",
      goal = {en = "find the same order in C and in Python", zh = "在 C 和 Python 里找到同样的顺序"}},
  },

  scenario = {fails = "deadlock", within = 4, knobs = {philosophers = 2, ordered = 0}},
  solution = {fails = false},
}
