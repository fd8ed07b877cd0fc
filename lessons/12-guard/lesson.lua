return {
  id = "guard",
  title = {en = "The guard that always releases", zh = "总会还锁的守卫"},
  summary = {en = "An error jumps over release; <close> does not let it", zh = "错误会跳过 release，<close> 不会让它跳过"},
  tempo = 0.3,

  steps = {
    {id = "guess", task = "predict", knobs = {tellers = 2, bad = 2, guard = 0},
      goal = {en = "say who has the lock after the error", zh = "说出出错之后锁在谁手里"},
      predict = {
        question = {en = "Order 2 fails under the lock. The lock is", zh = "第 2 单在锁里出错，之后锁怎样？"},
        {text = {en = "held by the one who failed", zh = "还在出错的人手里"}, right = true,
          because = {
            en = "pcall caught the error; the lock is still taken. At order 3 the teller waits for itself.",
            zh = "错误被 pcall 接住，锁却还拿着。到第 3 单，他等的竟是自己。"}},
        {text = {en = "free: the function was left", zh = "空着：函数已经退出了"},
          because = {
            en = "Only release frees it, and the error jumped over that line.",
            zh = "只有 release 才还锁，而错误把那一行跳过了。"}},
        {text = {en = "passed on to the other teller", zh = "转给了另一个柜员"},
          because = {
            en = "A lock is passed on when its owner dies. This one lives, and goes on.",
            zh = "主人死了锁才会转手。这一位活着，还在往下做。"}},
      }},

    {id = "stuck", task = "run", knobs = {tellers = 2, bad = 2, guard = 0},
      goal = {en = "find who waits for itself", zh = "找到在等自己的那一个"}},

    {id = "close", task = "predict", knobs = {tellers = 2, bad = 2, guard = 1},
      goal = {en = "say when a guard releases", zh = "说出守卫什么时候还锁"},
      predict = {
        question = {en = "When does the guard give the lock back?", zh = "守卫什么时候还锁？"},
        {text = {en = "When Lua collects its garbage", zh = "Lua 回收垃圾时"},
          because = {
            en = "That may be never. So it is with a guard in a plain local: the others wait till then.",
            zh = "那也许永远等不到。不写 <close> 的守卫才这样，别人只好干等。"}},
        {text = {en = "When its process ends", zh = "进程结束时"},
          because = {
            en = "Then each teller would hold it for the whole day. Watch panel 3.",
            zh = "那每个柜员都要拿上一整天。看看面板 3。"}},
        {text = {en = "When its block is left, in any way", zh = "离开所在的块时，不管怎么离开"}, right = true,
          because = {
            en = "By end, return, break, goto or error. You cannot forget what you need not write.",
            zh = "走到 end、return、break、goto 或出错都算。不用写，也就忘不了。"}},
      }},

    {id = "proof", task = "run", knobs = {tellers = 3, bad = 1, guard = 1},
      goal = {en = "let any order fail: nobody gets stuck", zh = "哪一单出错都不会卡住"}},

    {id = "mend", task = "fix", knobs = {tellers = 2, bad = 2, guard = 1},
      goal = {en = "find the way out that keeps the lock", zh = "找出带着锁溜走的那条路"}},

    {id = "same", task = "read",
      goal = {en = "with, goto out, <close>: one idea", zh = "with、goto、<close> 是一回事"}},
  },

  scenario = {fails = "deadlock", within = 7},
  solution = {fails = false},
}
