return {
  id = "recovery",
  title = {en = "Detect and recover", zh = "检测与恢复"},
  summary = {en = "Let it happen, find the ring, choose a victim", zh = "任它发生，找出环，选一个牺牲者"},
  tempo = 0.3,

  steps = {
    {id = "many", task = "predict", knobs = {workers = 3, detect = 1, victim = 1},
      goal = {en = "say how many must die", zh = "说出要牺牲几个"},
      predict = {
        question = {en = "A ring of three. How many must die?", zh = "三个连成的环，要牺牲几个？"},
        {text = {en = "All three: none can go on", zh = "三个全部：谁也走不了"},
          because = {
            en = "They cannot because each waits for the next. Take one out, and the chain has an end.",
            zh = "走不了是因为一个等一个。去掉一个，链子就有了头。"}},
        {text = {en = "Two: one can work alone", zh = "两个：剩一个才能干活"},
          because = {
            en = "Two can go on, one after the other. More victims only lose more work.",
            zh = "两个可以先后做完。多牺牲一个，只是多丢一份活。"}},
        {text = {en = "One", zh = "一个"}, right = true,
          because = {
            en = "What it held goes to the one who waited; that one ends and passes on, and so on.",
            zh = "它手里的归等它的那个，那个做完再往下传，一个接一个。"}},
      }},

    {id = "you", task = "fix", knobs = {workers = 3, detect = 0, victim = 1},
      goal = {en = "open the ring yourself, with one x", zh = "自己动手，按一次 x 解开环"}},

    {id = "whom", task = "predict", knobs = {workers = 3, detect = 1, victim = 3},
      goal = {en = "say who makes the cheapest victim", zh = "说出牺牲谁代价最小"},
      predict = {
        question = {en = "Whom should main choose?", zh = "main 该选谁？"},
        {text = {en = "Who loses least by it", zh = "损失最小的那一个"}, right = true,
          because = {
            en = "Little work done, nothing written yet, few locks, not a victim before.",
            zh = "干得少，还没写过什么，拿的锁少，以前也没被牺牲过。"}},
        {text = {en = "Who closed the ring", zh = "把环合上的那一个"},
          because = {
            en = "It did nothing wrong: the last one is last by chance. It may have worked for hours.",
            zh = "它没做错什么，排在最后只是碰巧，也许已经干了几个钟头。"}},
        {text = {en = "Any of those who wait", zh = "在等的随便哪个"},
          because = {
            en = "It must be one of the ring. Who only waits behind it opens nothing.",
            zh = "得是环里的。只在环后面排队的，牺牲了也没用。"}},
      }},

    {id = "proof", task = "run", knobs = {workers = 2, detect = 1, victim = 2},
      goal = {en = "prove that all jobs get done", zh = "证明活总能干完"}},

    {id = "mend", task = "fix", knobs = {workers = 3, detect = 1, victim = 1},
      goal = {en = "it sees pairs only: mend it", zh = "它只认得两个的环：修好它"}},

    {id = "same", task = "read",
      goal = {en = "know what must hold before you kill", zh = "知道杀之前要满足什么"}},
  },

  scenario = {fails = "deadlock", within = 10},
  solution = {fails = false},
}
