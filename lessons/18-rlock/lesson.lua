return {
  id = "rlock",
  title = {en = "Waiting for oneself: RLock", zh = "自己等自己：可重入锁"},
  summary = {en = "It locks, and calls one that locks, too", zh = "上了锁，又调用一个也要上锁的函数"},
  tempo = 0.4,

  steps = {
    {id = "again", task = "predict", knobs = {clients = 2, rlock = 0, stranger = 0},
      goal = {en = "say what the second acquire does", zh = "说出第二次 acquire 会怎样"},
      predict = {
        question = {en = "client1 has lock and acquires it again.", zh = "client1 拿着 lock，又 acquire 一次，会怎样？"},
        {text = {en = "It goes on: the lock is its own", zh = "往下走：锁本来就是它的"},
          because = {
            en = "A plain lock does not ask who comes. It is taken, so you wait, whoever you are.",
            zh = "普通的锁不问来的是谁。锁已被拿走，谁来都得等。"}},
        {text = {en = "It waits for ever, for itself", zh = "永远等下去，等它自己"}, right = true,
          because = {
            en = "A deadlock of one: only client1 could release, and client1 waits.",
            zh = "一个人的死锁：只有 client1 能还锁，而它在等。"}},
        {text = {en = "It gets an error", zh = "报错"},
          because = {
            en = "A mutex of another kind would (PTHREAD_MUTEX_ERRORCHECK). A plain lock waits.",
            zh = "C 里有一种互斥锁会（PTHREAD_MUTEX_ERRORCHECK）。普通的锁只是等。"}},
      }},

    {id = "look", task = "run", knobs = {clients = 2, rlock = 0, stranger = 0},
      goal = {en = "find the two lines that lock", zh = "找到上锁的那两行"}},

    {id = "depth", task = "predict", knobs = {clients = 2, rlock = 1, stranger = 0},
      goal = {en = "say when client2 can go on", zh = "说出 client2 何时能往下走"},
      predict = {
        question = {en = "client1 is in add(). client2 goes on after", zh = "client1 在 add() 里。它还几次，client2 才能走？"},
        {text = {en = "the next release: add() gives it back", zh = "下一次：add() 会还锁"},
          because = {
            en = "Then client2 would see 100 that are not paid yet. Depth goes from 2 to 1 only.",
            zh = "那样 client2 会看到还没扣款的 100。深度只从 2 降到 1。"}},
        {text = {en = "no release: it is shared meanwhile", zh = "不用还：这期间是共用的"},
          because = {
            en = "It lets in its owner again, and nobody else.",
            zh = "它只放主人再进来，别人不行。"}},
        {text = {en = "as many releases as acquires", zh = "拿过几次，就还几次"}, right = true,
          because = {
            en = "An RLock counts. It is free at depth 0, at the end of salary().",
            zh = "可重入锁会计数。深度到 0，也就是 salary() 结束，锁才空出来。"}},
      }},

    {id = "stranger", task = "predict", knobs = {clients = 2, rlock = 1, stranger = 1},
      goal = {en = "say who may release what", zh = "说出谁能还谁的锁"},
      predict = {
        question = {en = "Main releases the RLock of client1. It", zh = "main 去还 client1 的可重入锁，会怎样？"},
        {text = {en = "raises an error in main", zh = "在 main 里报错"}, right = true,
          because = {
            en = "An RLock knows its owner. A stranger's release is a mistake, and is told.",
            zh = "可重入锁认得主人。外人来还是写错了，会报出来。"}},
        {text = {en = "works: anybody may release", zh = "成功：谁都能还"},
          because = {
            en = "So it is with a plain Lock! With rlock = 0 client2 comes in while client1 is inside.",
            zh = "普通的 Lock 才这样！rlock = 0 时，client1 还没出来，client2 就进去了。"}},
        {text = {en = "is ignored", zh = "没人理会"},
          because = {
            en = "A mistake that nobody hears of would stay in the program.",
            zh = "不吭声的错误会一直留在程序里。"}},
      }},

    {id = "mend", task = "fix", knobs = {clients = 2, rlock = 1, stranger = 0},
      goal = {en = "a shop that waits for itself: mend it", zh = "一家等自己的店：修好它"}},

    {id = "same", task = "read",
      goal = {en = "know two cures, and the better one", zh = "知道两种治法，哪种更好"}},
  },

  scenario = {fails = "deadlock", within = 3},
  solution = {fails = false},
}
