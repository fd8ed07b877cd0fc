return {
  id = "pipe",
  title = {en = "Pipe", zh = "管道"},
  summary = {en = "Two ends, many copies: one way, both ways, and when a reader hears the end",
    zh = "两端，许多副本：单向、双向，以及读的一方什么时候读到末尾"},
  tempo = 0.3,

  steps = {
    {id = "way", task = "predict", knobs = {closes = 2, talk = 0},
      goal = {en = "say what recv does with an empty pipe", zh = "说出管道空着时 recv 会怎样"},
      predict = {
        question = {en = "The pipe is empty; writer is still alive. recv …", zh = "管道空着，writer 还活着。recv……"},
        {text = {en = "waits for a message, or for the end", zh = "等下一条消息，或等到末尾"}, right = true,
          because = {
            en = "It sleeps meanwhile. The end comes when no one is left who could send.",
            zh = "等的时候在睡眠。再没有谁能写了，就读到末尾。"}},
        {text = {en = "returns nil: nothing is there", zh = "返回 nil：没东西"},
          because = {
            en = "Then the reader would have to ask again and again. recv(0) does that: nil, \"timeout\".",
            zh = "那就得一遍遍去问。要这样可用 recv(0)，得到 nil 和 \"timeout\"。"}},
        {text = {en = "reports the end", zh = "说已到末尾"},
          because = {
            en = "Empty is not the end: as long as writer lives, more may come.",
            zh = "空了不等于完了：writer 还在，就可能再来。"}},
      }},

    {id = "last", task = "predict", knobs = {closes = 1, talk = 0},
      goal = {en = "say what reader hears after three words", zh = "说出三个词之后 reader 等到什么"},
      predict = {
        question = {en = "writer has ended. What does reader's recv do?", zh = "writer 已经结束，reader 的 recv 会怎样？"},
        {text = {en = "It returns \"eof\": the writer is gone", zh = "返回 \"eof\"：写的人走了"},
          because = {
            en = "It is not about who writes but who could: every process with a copy of that end.",
            zh = "不看谁在写，要看谁还能写：凡是拿着写端副本的都算。"}},
        {text = {en = "It waits for ever, for reader itself", zh = "永远等下去：等的是 reader 自己"}, right = true,
          because = {
            en = "reader got a copy of the writing end by fork, and never closed it.",
            zh = "fork 时 reader 也得到一份写端，一直没关。"}},
        {text = {en = "It returns \"eof\": main has closed the pipe", zh = "返回 \"eof\"：main 关了管道"},
          because = {
            en = "close closed one copy: main's. The others have their own.",
            zh = "close 只关 main 自己那份，别的进程各有各的。"}},
      }},

    {id = "close", task = "fix", knobs = {closes = 0, talk = 0},
      goal = {en = "let reader hear the end", zh = "让 reader 读到末尾"}},

    {id = "broken", task = "predict", knobs = {closes = 2, talk = 0},
      goal = {en = "kill reader with x while writer writes", zh = "趁 writer 在写，用 x 杀掉 reader"},
      predict = {
        question = {en = "reader is killed. writer's next send …", zh = "reader 被杀，writer 下一次 send……"},
        {text = {en = "puts the word into the pipe, for later", zh = "照样放进管道，留着以后读"},
          because = {
            en = "For whom? No process has the reading end any more, and none can get it back.",
            zh = "留给谁？已经没有进程拿着读端，以后也不会有。"}},
        {text = {en = "waits until somebody reads", zh = "一直等到有人来读"},
          because = {
            en = "It waits only when the pipe is full and somebody may still read.",
            zh = "管道满了，又还有人能读，才会等。"}},
        {text = {en = "returns nil, \"eof\"", zh = "返回 nil, \"eof\""}, right = true,
          because = {
            en = "Nobody can ever read it. In Python: BrokenPipeError. In C: a deadly SIGPIPE.",
            zh = "再也没人能读了。Python 抛 BrokenPipeError，C 里来个致命的 SIGPIPE。"}},
      }},

    {id = "both", task = "predict", knobs = {closes = 1, talk = 2},
      goal = {en = "say what happens if both listen first", zh = "说出双方都先听会怎样"},
      predict = {
        question = {en = "Two ways, and both begin with recv:", zh = "双向管道，双方都先 recv："},
        {text = {en = "They wait for each other, for ever", zh = "互相等，等到永远"}, right = true,
          because = {
            en = "A deadlock without a lock. Two ways need a rule about who speaks first.",
            zh = "没有锁也能死锁。双向通信要先约好谁开口。"}},
        {text = {en = "Each gets what the other sends next", zh = "各自收到对方接着发来的"},
          because = {
            en = "Neither gets to its send: it has to hear something first.",
            zh = "谁也走不到 send 那一步，得先听到点什么。"}},
        {text = {en = "Both get \"eof\": nothing was sent", zh = "双方都得到 \"eof\"：什么也没发"},
          because = {
            en = "Both ends are open: each could still send.",
            zh = "两端都开着，谁都还能发。"}},
      }},

    {id = "yours", task = "fix", knobs = {closes = 2, talk = 0},
      goal = {en = "let a chain of three processes end", zh = "让三个进程连成的流水线能结束"}},

    {id = "same", task = "read",
      goal = {en = "find every close in C and in Python", zh = "在 C 和 Python 里找到每一处 close"}},
  },

  scenario = {fails = "deadlock", within = 11, knobs = {closes = 1, talk = 0}},
}
