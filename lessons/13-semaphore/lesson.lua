return {
  id = "semaphore",
  title = {en = "Semaphore", zh = "信号量"},
  summary = {en = "Three printers, six jobs: a count, and a queue of those who wait", zh = "三台打印机，六份文件：一个计数加一条等待队列"},
  tempo = 0.3,

  steps = {
    {id = "count", task = "predict", knobs = {printers = 3, jobs = 6},
      goal = {en = "say how many jobs print at once", zh = "说出同时打印的有几份"},
      predict = {
        question = {en = "How many print at the same time?", zh = "同时打印的有几份？"},
        {text = {en = "One: the others are locked out", zh = "一份：其余的被锁在外面"},
          because = {
            en = "That is a lock. A semaphore lets in as many as it has permits: three.",
            zh = "那是锁。信号量有几个许可，就放进几个：这里是三个。"}},
        {text = {en = "Three", zh = "三份"}, right = true,
          because = {
            en = "The first three take a permit each. The count is then 0, and the fourth waits.",
            zh = "前三份各拿一个许可，计数降到 0，第四份就得等。"}},
        {text = {en = "Six, each at half the speed", zh = "六份，速度减半"},
          because = {
            en = "A permit is not shared or slowed. Without one, acquire does not return.",
            zh = "许可不会平分，也不会变慢。拿不到许可，acquire 就不返回。"}},
      }},

    {id = "queue", task = "run", knobs = {printers = 3, jobs = 6},
      goal = {en = "watch the count and the queue in panel 3", zh = "在面板 3 里看计数和队列"}},

    {id = "kill", task = "predict", knobs = {printers = 3, jobs = 6},
      goal = {en = "kill a job while it prints", zh = "趁一份文件在打印时杀掉它"},
      predict = {
        question = {en = "A job dies printing. Its permit …", zh = "一份文件打印时被杀，它的许可呢？"},
        {text = {en = "goes back: then three print again", zh = "还回去：仍是三份一起打印"},
          because = {
            en = "A lock knows its owner, so it can be handed on. A permit has no owner.",
            zh = "锁知道主人是谁，所以能转交。许可没有主人。"}},
        {text = {en = "stays taken: only two print from now on", zh = "收不回：此后最多两份一起打印"}, right = true,
          because = {
            en = "Nobody gives it back. The count never reaches 3 again.",
            zh = "没人替它归还，计数再也回不到 3。"}},
        {text = {en = "breaks the semaphore: all jobs end", zh = "弄坏信号量：所有文件都结束"},
          because = {
            en = "The others do not notice. They only wait longer.",
            zh = "其他文件毫无察觉，只是等得更久。"}},
      }},

    {id = "leak", task = "break", knobs = {printers = 3, jobs = 6},
      goal = {en = "make the last three jobs wait for ever", zh = "让最后三份永远等下去"}},

    {id = "one", task = "run", knobs = {printers = 1, jobs = 4},
      goal = {en = "one permit: is it a lock?", zh = "只有一个许可，就是锁吗？"}},

    {id = "mend", task = "fix", knobs = {printers = 2, jobs = 4},
      goal = {en = "three cars in two places: mend it", zh = "两个车位停了三辆车：修好它"}},

    {id = "same", task = "read",
      goal = {en = "find acquire and release in C and Python", zh = "在 C 和 Python 里找到获取与释放"}},
  },

  scenario = {fails = false},
}
