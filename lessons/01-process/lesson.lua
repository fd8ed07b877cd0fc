return {
  id = "process",
  title = {en = "What a process is", zh = "进程是什么"},
  summary = {en = "One program, many processes: a variable changed in one stays unchanged in the others",
    zh = "一个程序，多个进程：在一个进程里改变量，别的进程里不会变"},
  tempo = 0.3,

  steps = {
    {id = "program", task = "predict", knobs = {workers = 3, between = 0},
      goal = {en = "say how many processes one file becomes", zh = "说出一个文件会变成几个进程"},
      predict = {
        question = {en = "How many processes run then?", zh = "这时有几个进程在跑？"},
        {text = {en = "Four: main and its three children", zh = "四个：main 和三个子进程"}, right = true,
          because = {
            en = "start() makes a new process and returns. main carries on, and waits in join.",
            zh = "start() 造出新进程便返回，main 接着往下跑，停在 join 上等。"}},
        {text = {en = "One, doing three things", zh = "一个，同时干三件事"},
          because = {
            en = "Each has a pid of its own: see panel 1. The kernel runs them independently.",
            zh = "看面板 1：各有各的 pid。内核让它们各跑各的。"}},
        {text = {en = "Three: main has become P1", zh = "三个：main 变成了 P1"},
          because = {
            en = "main does not turn into its child. It carries on after start(), beside it.",
            zh = "main 不会变成子进程。start() 之后它接着往下跑。"}},
      }},

    {id = "own", task = "predict", knobs = {workers = 3, between = 0},
      goal = {en = "say what main's count is at the end", zh = "说出最后 main 的 count 是几"},
      predict = {
        question = {en = "What does main print at the end?", zh = "main 最后打印几？"},
        {text = "main ends with 9",
          because = {
            en = "That would take one count for all. But each process has its own memory.",
            zh = "那得大家共用一个 count。可每个进程的内存都是自己的。"}},
        {text = "main ends with 3",
          because = {
            en = "No child's count comes back: join waits for the end, and brings nothing home.",
            zh = "子进程的 count 回不来：join 只等它结束，什么也不带回。"}},
        {text = "main ends with 0", right = true,
          because = {
            en = "Each child counted its own copy up to 3. Nobody touched main's.",
            zh = "每个子进程数的都是自己那一份，数到 3。main 那份没人碰过。"}},
      }},

    {id = "copy", task = "predict", knobs = {workers = 3, between = 10},
      goal = {en = "say what P2 starts from", zh = "说出 P2 从几开始数"},
      predict = {
        question = {en = "What does P2 print?", zh = "P2 打印几？"},
        {text = "P2 ends with 3",
          because = {
            en = "That would be so if the file were read again. fork copies the memory as it is now.",
            zh = "重新读一遍文件才会这样。fork 是照原样复制内存。"}},
        {text = "P2 ends with 13", right = true,
          because = {
            en = "It got its copy when it started: main's count was 10. What main adds later stays in main.",
            zh = "它启动那一刻得到一份副本，当时 main 的 count 是 10。main 之后再加，只加在自己那份上。"}},
        {text = "P2 ends with 33",
          because = {
            en = "main's 30 came after P2's start. A copy does not follow the original.",
            zh = "main 加到 30 是 P2 启动以后的事。副本不会跟着原件变。"}},
      }},

    {id = "thread", task = "predict", knobs = {workers = 3, between = 0},
      goal = {en = "say what threads would do", zh = "说出换成线程会怎样"},
      predict = {
        question = {en = "Three threads instead of P1, P2, P3: count is …", zh = "换成三个线程，count 最后是……"},
        {text = {en = "0: every thread has its own", zh = "0：每个线程一份"},
          because = {
            en = "All that a thread has of its own is a stack and a place in the code.",
            zh = "线程自己的，只有代码里的位置和一个栈。"}},
        {text = {en = "9, or less if two write at once", zh = "9，两个同时写时还会更少"}, right = true,
          because = {
            en = "One memory, one count, and two may write at once. What runs here are processes.",
            zh = "内存一份，count 一个，没人拦着它们同时写。屏幕上跑的仍是进程。"}},
        {text = {en = "3: the last one to write wins", zh = "3：以最后写的为准"},
          because = {
            en = "There are no copies, so none can win. Each adds to what it finds.",
            zh = "根本没有几份可供取舍。每个线程都在现有的值上加。"}},
      }},

    {id = "yours", task = "fix", knobs = {workers = 3, between = 0},
      goal = {en = "bring the children's results to main", zh = "把子进程的结果送回 main"}},

    {id = "same", task = "read",
      goal = {en = "run same.c with processes, then with threads", zh = "same.c 先用进程跑，再用线程跑"}},
  },

  scenario = {fails = false},
}
