return {
  id = "states",
  title = {en = "States of a process", zh = "进程的状态"},
  summary = {en = "Running, sleeping, waiting, stopped, zombie, orphan: what we say, and what the kernel says",
    zh = "运行、睡眠、等待、停住、僵尸、孤儿：我们怎么说，内核怎么说"},
  tempo = 0.05,

  steps = {
    {id = "sleep", task = "predict", knobs = {workers = 1},
      goal = {en = "say what the kernel sees of the two", zh = "说出内核把等待者叫什么"},
      predict = {
        question = {en = "boss sleeps, kid waits for a lock. The kernel says:", zh = "boss 在睡，kid 在等锁。内核说："},
        {text = {en = "boss is sleeping, kid is blocked", zh = "boss 睡眠，kid 阻塞"},
          because = {
            en = "That is how we put it. The kernel has one letter for both: wake me when something happens.",
            zh = "那是我们的说法。内核只有一个字母：没动静就没事做。"}},
        {text = {en = "both sleep", zh = "都在睡眠"}, right = true,
          because = {
            en = "S for both, in column KERNEL. We know whom kid waits for; the kernel does not.",
            zh = "“内核”一栏里都是 S。kid 在等谁，我们知道，内核不知道。"}},
        {text = {en = "both run: they are alive", zh = "都在运行：它们活着"},
          because = {
            en = "Alive, but not on a processor: only work1 has R.",
            zh = "活着，但没占 CPU：只有 work1 是 R。"}},
      }},

    {id = "ready", task = "predict", knobs = {workers = 3},
      goal = {en = "say how the kernel shows three on one processor", zh = "说出三个挤一个 CPU 时显示什么"},
      predict = {
        question = {en = "Three compute, on one processor. The kernel says:", zh = "三个都要算，CPU 只有一个。内核说："},
        {text = {en = "one runs (R), two sleep (S)", zh = "一个 R，两个 S"},
          because = {
            en = "A sleeper waits for something to happen. These could go on at once.",
            zh = "睡眠是在等什么事发生。它们马上就能接着跑。"}},
        {text = {en = "only one exists at a time", zh = "同一时刻只有一个存在"},
          because = {
            en = "All three exist, with memory and a pid. Only the processor is passed around.",
            zh = "三个都在，各有内存和 pid，轮流的只是 CPU。"}},
        {text = {en = "all three run (R)", zh = "三个都是 R"}, right = true,
          because = {
            en = "R means running or ready: on a processor, or in line for one. They swap many times a second.",
            zh = "R 是“运行或就绪”：占着 CPU，或排队等 CPU。一秒里轮换许多次。"}},
      }},

    {id = "zombie", task = "predict", knobs = {workers = 1},
      goal = {en = "say what is left of quick, and kill it", zh = "说出 quick 还剩下什么，再试着杀它"},
      predict = {
        question = {en = "quick has ended; main has not joined it. quick is …", zh = "quick 已结束，main 还没 join。quick……"},
        {text = {en = "a zombie: a pid and an exit code", zh = "僵尸：只剩 pid 和退出码"}, right = true,
          because = {
            en = "Its memory is gone. The rest stays until join fetches it.",
            zh = "内存已归还，剩下这点要等 join 来取。"}},
        {text = {en = "gone", zh = "不见了"},
          because = {
            en = "Then nobody could ever learn its exit code. See Z in column KERNEL.",
            zh = "那就没人能知道它的退出码了。看“内核”一栏的 Z。"}},
        {text = {en = "asleep until main joins it", zh = "睡着，直到 main 来 join"},
          because = {
            en = "It will never do anything again, and cannot even be killed.",
            zh = "它再也不会做任何事，连杀都杀不了。"}},
      }},

    {id = "stop", task = "run", knobs = {workers = 1},
      goal = {en = "stop work1 with Z, and let it go on", zh = "用 Z 停住 work1，再让它继续"}},

    {id = "orphan", task = "predict", knobs = {workers = 1},
      goal = {en = "kill boss with x, and see what becomes of kid", zh = "用 x 杀掉 boss，看 kid 会怎样"},
      predict = {
        question = {en = "boss is killed. Its child kid …", zh = "boss 被杀，它的子进程 kid……"},
        {text = {en = "dies too", zh = "跟着死"},
          because = {
            en = "A parent's death kills nobody. Terminals and service managers end whole families.",
            zh = "只有终端或服务管理器才会整组结束。父进程死了，不牵连谁。"}},
        {text = {en = "is a zombie", zh = "变成僵尸"},
          because = {
            en = "A zombie is dead, and its parent alive. An orphan is alive, and its parent dead.",
            zh = "僵尸是自己死了、父进程活着；孤儿正相反。"}},
        {text = {en = "lives on: an orphan", zh = "活下去，成了孤儿"}, right = true,
          because = {
            en = "It notices nothing. Another process adopts it, and will fetch its exit code.",
            zh = "它毫无察觉。另有进程收养它，日后替它收取退出码。"}},
      }},

    {id = "yours", task = "fix", knobs = {workers = 1},
      goal = {en = "fetch each process as soon as it has ended", zh = "谁先结束就先收谁"}},

    {id = "same", task = "read",
      goal = {en = "see your own processes' S and Z", zh = "看看你自己进程的 S 和 Z"}},
  },

  -- That no schedule fails is proved. What the kernel shows cannot be: read it in panel 1.
  scenario = {fails = false},
}
