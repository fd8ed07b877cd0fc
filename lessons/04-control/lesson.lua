return {
  id = "control",
  title = {en = "Waiting for it, and ending it", zh = "等待进程，结束进程"},
  summary = {en = "join, is_alive, exit codes, terminate and kill, daemons: what each does, and what it does not",
    zh = "join、is_alive、退出码、terminate 与 kill、守护进程：各做什么，不做什么"},
  tempo = 0.3,

  steps = {
    {id = "wait", task = "predict", knobs = {after = 0, daemon = 0},
      goal = {en = "say what join(2) does after 2 s", zh = "说出 join(2) 在 2 秒之后做什么"},
      predict = {
        question = {en = "slow needs 8 s. What does join(2) do?", zh = "slow 要 8 秒。join(2) 会怎样？"},
        {text = {en = "It ends slow after 2 s", zh = "2 秒后结束 slow"},
          because = {
            en = "join never ends anything; it only waits. See: slow works on.",
            zh = "join 从不结束谁，它只是等。看，slow 还在干活。"}},
        {text = {en = "It returns after 2 s; slow goes on", zh = "2 秒后返回，slow 照旧"}, right = true,
          because = {
            en = "It returns false, \"timeout\". Ask is_alive() or exitcode: that is nil while it lives.",
            zh = "它返回 false 和 \"timeout\"。再问 is_alive()，或看 exitcode：活着时是 nil。"}},
        {text = {en = "It raises an error after 2 s", zh = "2 秒后报错"},
          because = {
            en = "Running out of time is no error. In Python join does not even tell you; look at exitcode.",
            zh = "等不及不算错误。Python 里连返回值都不说，要看 exitcode。"}},
      }},

    {id = "code", task = "predict", knobs = {after = 1, daemon = 0},
      goal = {en = "say which exit code terminate() leaves", zh = "说出 terminate() 之后的退出码"},
      predict = {
        question = {en = "main terminates slow. Its exit code is …", zh = "main 终止了 slow，退出码是……"},
        {text = {en = "0: it was ended properly", zh = "0：正常结束"},
          because = {
            en = "0 means: I have done my work. This one was cut short.",
            zh = "0 的意思是：活干完了。它可是干到一半被打断的。"}},
        {text = {en = "1, as after an error", zh = "1，和出错一样"},
          because = {
            en = "1 means an error of its own that nobody caught. This signal came from outside.",
            zh = "1 表示它自己出了没人接住的错。这里是外面来的信号。"}},
        {text = {en = "-15: signal 15, SIGTERM", zh = "-15：15 号信号 SIGTERM"}, right = true,
          because = {
            en = "Below 0 means a signal: -15 SIGTERM, -9 SIGKILL. bad chose its 3 itself.",
            zh = "负数是信号：-15 是 SIGTERM，-9 是 SIGKILL。bad 的 3 是它自己选的。"}},
      }},

    {id = "mess", task = "predict", knobs = {after = 1, daemon = 0},
      goal = {en = "say who wipes the table after terminate()", zh = "说出 terminate() 之后谁来擦桌子"},
      predict = {
        question = {en = "Does slow still wipe the table?", zh = "slow 还会擦桌子吗？"},
        {text = {en = "Yes: a block cleans up however it ends", zh = "会：代码块无论怎样结束都会收拾"},
          because = {
            en = "However it ends by itself: at its end, by return, by an error. Here it never came to its end.",
            zh = "那是说它自己结束：跑完、return、出错。这回不是它自己结束的。"}},
        {text = {en = "After terminate yes, after kill no", zh = "terminate 会，kill 不会"},
          because = {
            en = "SIGTERM can be handled, but nobody does here. Nor in Python, unless you write a handler.",
            zh = "SIGTERM 可以处理，但这里没人处理。Python 也一样，除非你写了。"}},
        {text = {en = "No: not one more line of it runs", zh = "不会：一行也不再执行"}, right = true,
          because = {
            en = "Half a file, a lock still held: if you terminate, reckon with that.",
            zh = "写了一半的文件，没放的锁：终止别人，就得料到这些。"}},
      }},

    {id = "daemon", task = "predict", knobs = {after = 3, daemon = 1},
      goal = {en = "say what becomes of a daemon when main ends", zh = "说出 main 结束时守护进程会怎样"},
      predict = {
        question = {en = "slow is a daemon. main is done after 3 s. slow …", zh = "slow 是守护进程。main 3 秒后收工，slow……"},
        {text = {en = "is terminated", zh = "被终止"}, right = true,
          because = {
            en = "And its table stays dirty. Set daemon to 0, and main waits for it at the end.",
            zh = "桌子也没擦。把 daemon 调成 0，main 就会在最后等它。"}},
        {text = {en = "goes on in the background", zh = "在后台继续"},
          because = {
            en = "A system daemon does. Here the word means: may die with main.",
            zh = "操作系统的守护进程才这样。这里是说：可以随 main 一起死。"}},
        {text = {en = "is waited for: main ends after it", zh = "main 等它干完才结束"},
          because = {
            en = "That is what main does if it is no daemon: set the knob daemon to 0.",
            zh = "不是守护进程才会这样：把旋钮 daemon 调成 0 试试。"}},
      }},

    {id = "yours", task = "fix", knobs = {after = 0, daemon = 0},
      goal = {en = "write a supervisor that tries three times", zh = "写一个最多试三次的监督者"}},

    {id = "same", task = "read",
      goal = {en = "find the exit code in C and in Python", zh = "在 C 和 Python 里找到退出码"}},
  },

  scenario = {fails = false},
}
