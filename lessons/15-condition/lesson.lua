return {
  id = "condition",
  title = {en = "Condition: while, not if", zh = "条件变量：用 while，别用 if"},
  summary = {en = "Woken is not served: look again before you take", zh = "被叫醒不等于轮到你：拿之前再看一眼"},
  tempo = 0.4,

  steps = {
    {id = "lock", task = "predict", knobs = {customers = 2, again = 1, all = 1},
      goal = {en = "say who holds the lock during wait()", zh = "说出 wait() 时锁在谁手里"},
      predict = {
        question = {en = "C1 is in bell:wait(). Who has the lock?", zh = "C1 在 bell:wait() 里，锁在谁手里？"},
        {text = {en = "C1: it acquired it", zh = "C1：是它拿的"},
          because = {
            en = "Then the baker could never put a loaf there, and C1 would wait for ever.",
            zh = "那样面包师永远放不进面包，C1 就永远等下去。"}},
        {text = {en = "Nobody: C1 must release it first", zh = "没有谁：C1 得先自己还锁"},
          because = {
            en = "Between that release and falling asleep, the bell could ring unheard.",
            zh = "还了锁、还没睡着，铃就可能在这当口响过，没人听见。"}},
        {text = {en = "Nobody: wait() gave it back", zh = "没有谁：wait() 把它还了"}, right = true,
          because = {
            en = "wait() gives it back and lines up in one step, and has it again when it returns.",
            zh = "wait() 一步之内还锁并排队，返回时又已拿到锁。"}},
      }},

    {id = "both", task = "predict", knobs = {customers = 2, again = 0, all = 1},
      goal = {en = "say what one loaf does to two customers", zh = "说出一个面包、两位顾客会怎样"},
      predict = {
        question = {en = "One loaf, notify_all(). Then", zh = "一个面包，notify_all()，然后呢？"},
        {text = {en = "the second takes a loaf that is gone", zh = "后一位去拿已经没了的面包"}, right = true,
          because = {
            en = "Both wake, one after the other. The second does not look again: the shelf is empty.",
            zh = "两人先后醒来，后一位没再看，架上是空的。"}},
        {text = {en = "the first takes it, the second waits on", zh = "先到的拿走，后一位接着等"},
          because = {
            en = "With if it does not wait on: it has looked once, before the wait, and not since.",
            zh = "用 if 就不会接着等：它只在等之前看过一次，之后再没看。"}},
        {text = {en = "both take it at the same time", zh = "两人同时拿走它"},
          because = {
            en = "No: wait() returns with the lock, so only one at a time. That alone is not enough.",
            zh = "不会：wait() 返回时拿着锁，一次一位。可光有这个还不够。"}},
      }},

    {id = "one", task = "predict", knobs = {customers = 2, again = 0, all = 0},
      goal = {en = "say whether notify() makes if safe", zh = "说出换成 notify() 后 if 稳不稳"},
      predict = {
        question = {en = "One loaf, one notify(). Is if safe now?", zh = "一个面包，notify() 一次，if 稳了吗？"},
        {text = {en = "Yes: one loaf, one woken", zh = "稳了：一个面包叫醒一位"},
          because = {
            en = "Watch: all goes well. Then press E. Somebody may come in who never waited.",
            zh = "看，一切正常。再按 E：会有一个根本没等过的人插进来。"}},
        {text = {en = "No: another one may be quicker", zh = "不稳：别人可能更快"}, right = true,
          because = {
            en = "Between the word and the lock a customer who never waited can take the loaf.",
            zh = "听到铃到拿到锁之间，没等过的顾客可能抢先拿走面包。"}},
        {text = {en = "No: notify() wakes them all anyway", zh = "不稳：notify() 其实叫醒所有人"},
          because = {
            en = "It wakes one. (POSIX allows itself more: one more reason for while.)",
            zh = "它只叫醒一位。（POSIX 允许多醒几位，那更该用 while。）"}},
      }},

    {id = "hand", task = "break", knobs = {customers = 2, again = 0, all = 0},
      goal = {en = "by hand: let C2 take C1's loaf", zh = "亲手让 C2 拿走 C1 的面包"}},

    {id = "again", task = "run", knobs = {customers = 2, again = 1, all = 0},
      goal = {en = "while: prove that no schedule fails", zh = "用 while：证明没有调度会出错"}},

    {id = "mend", task = "fix", knobs = {customers = 2, again = 1, all = 1},
      goal = {en = "a bell nobody hears: mend it", zh = "铃响了没人听见：修好它"}},

    {id = "same", task = "read",
      goal = {en = "know the three rules by heart", zh = "记住那三条"}},
  },

  scenario = {fails = "assert", within = 18, knobs = {all = 0}},
  solution = {fails = false},
}
