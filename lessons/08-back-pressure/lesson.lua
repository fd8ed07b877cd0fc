return {
  id = "back-pressure",
  title = {en = "Back-pressure and join", zh = "反压与 join"},
  summary = {en = "A fast maker, a slow user: a queue grows, holds back or refuses; and the trap of joining too early",
    zh = "做得快，用得慢：队列要么变长，要么拦住，要么拒收；还有 join 得太早"},
  tempo = 0.1,

  steps = {
    {id = "grow", task = "predict", knobs = {items = 12, capacity = 0, refuse = 0, join_first = 0},
      goal = {en = "say what a queue without a limit does", zh = "说出没有上限的队列会怎样"},
      predict = {
        question = {en = "maker is three times as fast, capacity 0: no limit.", zh = "maker 快三倍，capacity 为 0：不设上限。"},
        {text = {en = "maker is slowed down by put", zh = "put 会拖慢 maker"},
          because = {
            en = "put waits only for room, and here there always is some.",
            zh = "put 只等空位，这里总有空位。"}},
        {text = {en = "It stays short: main takes one at a time", zh = "一直很短：main 一件件取走"},
          because = {
            en = "main takes one a second, and three come in. The rest piles up.",
            zh = "main 每秒取一件，却来三件，剩下的越积越多。"}},
        {text = {en = "The queue grows as long as maker makes", zh = "maker 做多久，队列就长多久"}, right = true,
          because = {
            en = "Nothing is lost: all wait in memory. And each new one waits longer than the last.",
            zh = "一件不丢，全堆在内存里，而且后来的一件比一件等得久。"}},
      }},

    {id = "limit", task = "run", knobs = {items = 12, capacity = 3, refuse = 0, join_first = 0},
      goal = {en = "see who waits now, and how long items do", zh = "看现在谁在等，东西又等多久"}},

    {id = "refuse", task = "predict", knobs = {items = 12, capacity = 3, refuse = 1, join_first = 0},
      goal = {en = "say what put does if it must not wait", zh = "说出不许等的 put 会怎样"},
      predict = {
        question = {en = "put(n, false) finds the queue full. n is …", zh = "put(n, false) 碰上队列已满，n 会……"},
        {text = {en = "not in it: nil, \"full\"", zh = "没放进去：返回 nil, \"full\""}, right = true,
          because = {
            en = "The caller must look at the result and decide: later, elsewhere, or not at all.",
            zh = "放的人得看返回值，自己决定：过会儿再放，换个地方，还是算了。"}},
        {text = {en = "put in later, by the queue", zh = "由队列过会儿放进去"},
          because = {
            en = "Where would it keep n meanwhile? That would be a queue without a limit.",
            zh = "那 n 先放在哪儿？那就成了没有上限的队列。"}},
        {text = {en = "in place of the oldest", zh = "顶掉最旧的一件"},
          because = {
            en = "A queue never drops what it has taken. You could get() one first, yourself.",
            zh = "收下的，队列就不会丢。要顶，得自己先 get() 一件。"}},
      }},

    {id = "join", task = "predict", knobs = {items = 12, capacity = 3, refuse = 0, join_first = 1},
      goal = {en = "say what joining first does", zh = "说出先 join 会怎样"},
      predict = {
        question = {en = "main first joins maker, then drains. It …", zh = "main 先 join maker，再去取，结果……"},
        {text = {en = "gets all 12, only later", zh = "12 件都能取到，只是晚点"},
          because = {
            en = "maker cannot end: it has 12 items, and the queue has room for 3.",
            zh = "maker 结束不了：它有 12 件，队列只容 3 件。"}},
        {text = {en = "gets the 3 that were in the queue", zh = "取到队列里的 3 件"},
          because = {
            en = "It never gets to its first get.",
            zh = "它连第一次 get 都走不到。"}},
        {text = {en = "waits for ever, and so does maker", zh = "永远等下去，maker 也是"}, right = true,
          because = {
            en = "main waits for maker's end, maker for room, and only main could make room.",
            zh = "main 等 maker 结束，maker 等空位，而能腾出空位的只有 main。"}},
      }},

    {id = "hide", task = "break", knobs = {items = 1, capacity = 3, refuse = 0, join_first = 1},
      goal = {en = "find the fewest items that make it hang", zh = "找出最少几件就会卡住"}},

    {id = "yours", task = "fix", knobs = {items = 12, capacity = 3, refuse = 0, join_first = 0},
      goal = {en = "two short queues, and no deadlock", zh = "两条短队列，不再死锁"}},

    {id = "same", task = "read",
      goal = {en = "find drain, then join in C and in Python", zh = "在 C 和 Python 里找到先取空、再 join"}},
  },

  scenario = {fails = "deadlock", within = 4, knobs = {items = 3, capacity = 3, join_first = 1}},
}
