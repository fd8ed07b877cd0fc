return {
  id = "event",
  title = {en = "Event: start together", zh = "事件：一起出发"},
  summary = {en = "A flag that stays up: who comes late has missed nothing", zh = "旗子升起就不落：晚到的人也不会错过"},
  tempo = 0.3,

  steps = {
    {id = "late", task = "predict", knobs = {runners = 4, late = 1, pulse = 0},
      goal = {en = "say what a late runner finds", zh = "说出晚到的人会怎样"},
      predict = {
        question = {en = "R4 comes 1 s after the shot. It", zh = "枪响后 1 秒 R4 才到，他会怎样？"},
        {text = {en = "waits for ever: the shot is over", zh = "永远等下去：枪已经响过了"},
          because = {
            en = "A shot is over, a flag is not. set() raises it, and there it stays.",
            zh = "枪响一声就完，旗子不会。set() 升旗，旗就一直在上面。"}},
        {text = {en = "runs at once: the flag is up", zh = "马上就跑：旗子升着"}, right = true,
          because = {
            en = "An event remembers. wait() on a raised flag does not wait.",
            zh = "事件有记性。旗子升着，wait() 就不用等。"}},
        {text = {en = "takes the flag; the others wait again", zh = "把旗拿走，别人又要等"},
          because = {
            en = "That is a permit of a semaphore. Looking at a flag takes nothing away.",
            zh = "那是信号量的许可。看一眼旗子，什么也没拿走。"}},
      }},

    {id = "together", task = "run", knobs = {runners = 4, late = 0, pulse = 0},
      goal = {en = "see one set() let four go", zh = "看一次 set() 放走四个人"}},

    {id = "pulse", task = "predict", knobs = {runners = 4, late = 1, pulse = 1},
      goal = {en = "say who misses a flag that goes down again", zh = "说出旗子一升即落，谁会错过"},
      predict = {
        question = {en = "set(), then clear(): who never runs?", zh = "set() 之后马上 clear()，谁永远跑不了？"},
        {text = {en = "Nobody: the shot was fired", zh = "没有谁：枪毕竟响过"},
          because = {
            en = "A flag that is down tells nobody that it was up.",
            zh = "旗子落了，谁也看不出它升起过。"}},
        {text = {en = "R1 to R3, which were waiting", zh = "R1 到 R3：当时还在等"},
          because = {
            en = "set() wakes who waits. At this tempo they are off before the flag is down.",
            zh = "set() 会叫醒在等的人。照这个速度，旗落之前他们就跑了。"}},
        {text = {en = "R4, which looks too late", zh = "R4：看的时候晚了"}, right = true,
          because = {
            en = "A lost signal. And those who did wait were lucky, too: next step.",
            zh = "这叫丢失的信号。那几个在等的，其实也只是运气好：看下一步。"}},
      }},

    {id = "luck", task = "break", knobs = {runners = 4, late = 0, pulse = 1},
      goal = {en = "nobody is late: make them all miss it", zh = "没人迟到，也让大家都错过"}},

    {id = "mend", task = "fix", knobs = {runners = 4, late = 0, pulse = 0},
      goal = {en = "wait for the fact, not for a time", zh = "等那件事，别等几秒钟"}},

    {id = "same", task = "read",
      goal = {en = "know when a flag is enough", zh = "知道什么时候一面旗就够"}},
  },

  scenario = {fails = "deadlock", within = 6, knobs = {pulse = 1}},
  solution = {fails = false},
}
