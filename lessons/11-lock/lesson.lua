return {
  id = "lock",
  title = {en = "Lock", zh = "锁"},
  summary = {en = "One seat, two clerks: look and sell as if it were one step", zh = "一个座位，两个售票员：查和卖要像一步"},
  tempo = 0.4,

  steps = {
    {id = "guess", task = "predict", knobs = {clerks = 2, seats = 1, lock = 0, inside = 0},
      goal = {en = "say who sells the last seat", zh = "说出最后一个座位归谁卖"},
      predict = {
        question = {en = "One seat is left. How many are sold?", zh = "只剩一个座位，会卖出几张票？"},
        {text = {en = "One: each looks first", zh = "一张：卖之前都查过"},
          because = {
            en = "Both look before either sells, and both see a free seat. What one knew is old by then.",
            zh = "谁都还没卖，两人就都查过了，都看到有空座。等到要卖，查到的已经过时。"}},
        {text = {en = "None: they block each other", zh = "零张：互相挡住了"},
          because = {
            en = "Nobody blocks anybody here: that is just what is missing.",
            zh = "这里谁也不挡谁，缺的正是这个。"}},
        {text = {en = "Two", zh = "两张"}, right = true,
          because = {
            en = "Both see the seat free, both sell it. Each line is right; what lies between is not.",
            zh = "两人都看到有空座，于是都卖了。每一行都没错，错在两行之间。"}},
      }},

    {id = "turns", task = "run", knobs = {clerks = 2, seats = 1, lock = 2, inside = 0},
      goal = {en = "see one hold the lock, and one wait", zh = "看一个拿着锁，另一个在等"}},

    {id = "own", task = "predict", knobs = {clerks = 2, seats = 1, lock = 1, inside = 0},
      goal = {en = "say what two locks are good for", zh = "说出各有一把锁有没有用"},
      predict = {
        question = {en = "Each clerk has a lock of its own. Sold:", zh = "两人各用自己的锁，卖出几张？"},
        {text = {en = "Two, as without any lock", zh = "两张，和没有锁一样"}, right = true,
          because = {
            en = "One datum, one lock, the same for all. Look: nobody ever waits.",
            zh = "一份数据一把锁，大家用同一把。看，从来没人等。"}},
        {text = {en = "One: both do lock", zh = "一张：两人都上锁了"},
          because = {
            en = "A lock keeps out only those who ask for the same lock. Nobody asks for yours.",
            zh = "锁只挡得住来要同一把锁的人。你那把，没人来要。"}},
        {text = {en = "None: two locks make a deadlock", zh = "零张：两把锁就会死锁"},
          because = {
            en = "A deadlock needs one who wants what the other holds. Here each has what it wants.",
            zh = "要有人想要对方手里的锁才会死锁。这里各要各的，都拿得到。"}},
      }},

    {id = "inside", task = "predict", knobs = {clerks = 3, seats = 6, lock = 2, inside = 1},
      goal = {en = "say what belongs under the lock", zh = "说出锁里该放什么"},
      predict = {
        question = {en = "How many clerks print at the same time?", zh = "同时在打印的有几个人？"},
        {text = {en = "Three: there are three clerks", zh = "三个：一共就三个人"},
          because = {
            en = "They could, if they did not need the lock for it. Only its owner does anything.",
            zh = "打印不用拿锁才行。现在只有拿着锁的人在做事。"}},
        {text = {en = "One: the others wait for the lock", zh = "一个：别人在等锁"}, right = true,
          because = {
            en = "Under one lock, three clerks are one. Set inside to 0, and all three print at once.",
            zh = "在同一把锁里，三个人只顶一个。把 inside 设成 0，三个人就一起打印。"}},
        {text = {en = "Two: one prints, one looks", zh = "两个：一个打印，一个在查"},
          because = {
            en = "Looking needs the lock, too. Who prints has it.",
            zh = "查也要拿锁，而锁在打印的人手里。"}},
      }},

    {id = "mend", task = "fix", knobs = {clerks = 2, seats = 1, lock = 2, inside = 0},
      goal = {en = "a lock is there, yet money is lost: mend it", zh = "有锁还是亏钱：修好它"}},

    {id = "same", task = "read",
      goal = {en = "know what your lock guards", zh = "说得出锁保护着什么"}},
  },

  scenario = {fails = "assert", within = 18},
  solution = {fails = false},
}
