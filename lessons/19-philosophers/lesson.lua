return {
  id = "philosophers",
  title = {en = "Four conditions, four cures", zh = "四个条件，四种治法"},
  summary = {en = "Dining philosophers: break one condition, and no ring can close", zh = "哲学家就餐：四个条件破掉一个，环就合不上"},
  tempo = 0.3,

  steps = {
    {id = "four", task = "predict", knobs = {philosophers = 3, cure = 0},
      goal = {en = "say how many conditions must be broken", zh = "说出要破掉几个条件"},
      predict = {
        question = {en = "To rule deadlock out, break", zh = "要杜绝死锁，得破掉"},
        {text = {en = "any one of them", zh = "随便哪一个"}, right = true,
          because = {
            en = "A deadlock needs all four at once. The next steps break one after another.",
            zh = "死锁要四个同时成立。后面几步挨个破给你看。"}},
        {text = {en = "all four of them", zh = "全部四个"},
          because = {
            en = "All four are needed to make one, so a single one that is missing is enough.",
            zh = "死锁要四个凑齐，所以少一个就够了。"}},
        {text = {en = "the ring: only that one is a deadlock", zh = "环：只有环才算死锁"},
          because = {
            en = "Breaking the ring is one way. Without the other three no ring can close, either.",
            zh = "破环是一种办法。另外三个缺一个，环也合不上。"}},
      }},

    {id = "order", task = "run", knobs = {philosophers = 3, cure = 1},
      goal = {en = "no ring: find who asks in which order", zh = "没有环：看谁按什么顺序拿"}},

    {id = "timeout", task = "predict", knobs = {philosophers = 3, cure = 2},
      goal = {en = "say what giving up leads to", zh = "说出等不到就放下会怎样"},
      predict = {
        question = {en = "Each waits 1 s, puts back, tries again.", zh = "各等 1 秒，放下，再试。结果呢？"},
        {text = {en = "After a second one of them eats", zh = "一秒后就有人吃上"},
          because = {
            en = "If one were quicker. Here all three give up, and all three take again.",
            zh = "除非有人快一步。现在三个一起放下，又一起拿起。"}},
        {text = {en = "They are stuck, as before", zh = "和刚才一样卡住"},
          because = {
            en = "Nobody is stuck: everybody does something all the time. It just helps nobody.",
            zh = "谁也没卡住，人人一直在动，只是没有用。"}},
        {text = {en = "All are busy for ever, nobody eats", zh = "一直忙着，谁也吃不上"}, right = true,
          because = {
            en = "A livelock. E shows the steps that come again and again.",
            zh = "这叫活锁。按 E，看那几步怎样一再重来。"}},
      }},

    {id = "all", task = "run", knobs = {philosophers = 3, cure = 3},
      goal = {en = "both forks or none: nobody holds one", zh = "要么两把，要么一把不拿"}},

    {id = "waiter", task = "predict", knobs = {philosophers = 5, cure = 4},
      goal = {en = "say how many the waiter may let in", zh = "说出服务员最多放几位"},
      predict = {
        question = {en = "Five forks. How many at most may try?", zh = "五把叉子，最多让几位去拿？"},
        {text = {en = "2: only two can eat at a time", zh = "2 位：同时只有两位能吃"},
          because = {
            en = "That is safe, but too careful: others might wait with a fork in hand.",
            zh = "安全，但太小心了：别人拿着一把等也无妨。"}},
        {text = {en = "4", zh = "4 位"}, right = true,
          because = {
            en = "Four hold four forks, and the fifth fork is one neighbour's second. So one eats.",
            zh = "四位拿走四把，剩下一把总归某位所有，凑齐两把。于是有人吃上。"}},
        {text = {en = "5: the waiter sees who is hungry", zh = "5 位：服务员看得见谁饿"},
          because = {
            en = "With five permits each may hold one fork again, and the ring closes.",
            zh = "五个许可，就又能人手一把，环照样合上。"}},
      }},

    {id = "mend", task = "fix", knobs = {philosophers = 2, cure = 2},
      goal = {en = "two who are too polite: mend it", zh = "两个太客气的人：修好它"}},

    {id = "same", task = "read",
      goal = {en = "choose the cure for your program", zh = "给自己的程序选一种治法"}},
  },

  scenario = {fails = "livelock", within = 10, knobs = {philosophers = 2, cure = 2}},
  solution = {fails = false},
}
