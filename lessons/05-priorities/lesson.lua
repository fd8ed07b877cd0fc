return {
  id = "priorities",
  title = {en = "Priorities", zh = "优先级"},
  summary = {en = "nice: who gets how much of a processor, and why it does not decide who comes first",
    zh = "nice 值：谁分到多少 CPU，以及为什么它管不了先后"},
  tempo = 0.001,

  steps = {
    {id = "equal", task = "predict", knobs = {nice = 0, processors = 1, back = 0},
      goal = {en = "say how two share one processor", zh = "说出两个进程怎样分一个 CPU"},
      predict = {
        question = {en = "Both compute, on one processor. Who gets it?", zh = "两个都要算，CPU 只有一个，归谁？"},
        {text = {en = "Each gets about half", zh = "各得一半左右"}, right = true,
          because = {
            en = "A few milliseconds each, in turn. Both seem to run all the time.",
            zh = "你几毫秒，我几毫秒，轮着来，看上去两个都一直在跑。"}},
        {text = {en = "greedy, until it is done: it came first", zh = "greedy，先到先用，用完为止"},
          because = {
            en = "That was so in the days of punched cards. Today the kernel takes the processor back.",
            zh = "那是打孔卡片的年代。如今内核会把 CPU 收回来。"}},
        {text = {en = "Both get all of it: 100 %", zh = "都占满：各 100 %"},
          because = {
            en = "A processor does one thing at a time. They can only share what there is.",
            zh = "一个 CPU 一次只做一件事，总共就这么多可分。"}},
      }},

    {id = "nice", task = "predict", knobs = {nice = 10, processors = 1, back = 0},
      goal = {en = "say what polite gets with nice 10", zh = "说出 nice 为 10 时 polite 得多少"},
      predict = {
        question = {en = "polite has nice 10. It gets …", zh = "polite 的 nice 是 10，它分到……"},
        {text = {en = "nothing, as long as greedy computes", zh = "一点没有，只要 greedy 还在算"},
          because = {
            en = "Real-time priorities work that way. nice is a weight: everybody gets some.",
            zh = "实时优先级才这样。nice 只是权重，人人都有份。"}},
        {text = {en = "a little less: 45 %", zh = "稍少一点：45 %"},
          because = {
            en = "That is one step of nice. Every step takes off a bit more; ten make it 1 : 9.",
            zh = "nice 差 1 就有这么多。每差一级再少一截，十级便是 1 : 9。"}},
        {text = {en = "about a tenth", zh = "十分之一左右"}, right = true,
          because = {
            en = "With each step the weight shrinks by 1.25: 0 against 10 is 9 : 1, 0 against 5 is 3 : 1.",
            zh = "每级权重差 1.25 倍：0 比 10 是 9 : 1，0 比 5 是 3 : 1。"}},
      }},

    {id = "two", task = "predict", knobs = {nice = 10, processors = 2, back = 0},
      goal = {en = "say what nice does with two processors", zh = "说出有两个 CPU 时 nice 有什么用"},
      predict = {
        question = {en = "Two processors, and still nice 10:", zh = "两个 CPU，nice 仍是 10："},
        {text = {en = "still 9 : 1", zh = "还是 9 : 1"},
          because = {
            en = "That would leave a processor idle. nice does not hold back a process that is alone.",
            zh = "那就有个 CPU 白白闲着了。没人争，nice 不会拦着谁。"}},
        {text = {en = "about half each", zh = "各一半左右"}, right = true,
          because = {
            en = "Each has one to itself, if nothing else runs. nice only matters where they compete.",
            zh = "要是没有别的活，一人一个。有人争，nice 才起作用。"}},
        {text = {en = "polite is faster: its processor is emptier", zh = "polite 更快：它那个 CPU 更空"},
          because = {
            en = "Both are equally empty. Alone, you get all of a processor, and never more.",
            zh = "两个一样空。独占也就是全部，不会更多。"}},
      }},

    {id = "back", task = "run", knobs = {nice = 10, processors = 1, back = 1},
      goal = {en = "see whether main may lower nice again", zh = "看 main 能不能把 nice 调回来"}},

    {id = "yours", task = "fix", knobs = {nice = 19, processors = 1, back = 0},
      goal = {en = "replace a priority by an order", zh = "把优先级换成先后次序"}},

    {id = "same", task = "read",
      goal = {en = "measure nice in C or Python", zh = "用 C 或 Python 量一量 nice"}},
  },

  -- That every schedule of a few rounds ends is proved. Who gets how much, the kernel decides: it is measured.
  scenario = {fails = false, knobs = {rounds = 3}},
}
