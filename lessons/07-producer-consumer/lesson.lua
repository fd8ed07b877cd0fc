return {
  id = "producer-consumer",
  title = {en = "Producer and consumer", zh = "生产者与消费者"},
  summary = {en = "A queue with room for three: who waits for whom, and how it ends", zh = "只容三件的队列：谁等谁，怎样收尾"},
  tempo = 0.3,

  steps = {
    {id = "full", task = "predict", knobs = {producers = 1, consumers = 1, capacity = 3, sentinels = 1},
      goal = {en = "say what put does when the queue is full", zh = "说出队列满时 put 会怎样"},
      predict = {
        question = {en = "The queue is full. What does put do?", zh = "队列满了，put 会怎样？"},
        {text = {en = "It drops the oldest item", zh = "丢掉最旧的一件"},
          because = {
            en = "A ring buffer for sound may do so. A queue loses nothing: count the items.",
            zh = "播放声音的环形缓冲区会这样。队列一件也不丢，数数便知。"}},
        {text = {en = "It makes the queue longer", zh = "把队列变长"},
          because = {
            en = "Only a queue without a limit grows, until memory is full. This one has capacity 3.",
            zh = "只有不设上限的队列才会变长，直到内存耗尽。这条容量是 3。"}},
        {text = {en = "It waits until there is room", zh = "等到有空位"}, right = true,
          because = {
            en = "put returns only when the item is in the queue. The fast one waits for the slow one.",
            zh = "东西放进队列，put 才返回。快的等慢的。"}},
      }},

    {id = "pressure", task = "run", knobs = {producers = 1, consumers = 1, capacity = 3, sentinels = 1},
      goal = {en = "find the waiting producer in panel 3", zh = "在面板 3 里找到等待的生产者"}},

    {id = "empty", task = "predict", knobs = {producers = 1, consumers = 5, capacity = 3, sentinels = 5},
      goal = {en = "say who waits with five consumers", zh = "说出有五个消费者时谁在等"},
      predict = {
        question = {en = "With five consumers: who waits?", zh = "有五个消费者时，谁在等？"},
        {text = {en = "The producer, as before", zh = "和刚才一样，生产者"},
          because = {
            en = "Items leave faster than they come, so there is always room.",
            zh = "取的比放的快，队列里总有空位。"}},
        {text = {en = "Consumers: the queue is empty", zh = "消费者：队列是空的"}, right = true,
          because = {
            en = "get waits for an item as put waits for room. Each item wakes one consumer.",
            zh = "put 等空位，get 等东西。来一件，只叫醒一个消费者。"}},
        {text = {en = "Nobody: get returns nil when it is empty", zh = "没人等：队列空时 get 返回 nil"},
          because = {
            en = "get waits. nil comes only if somebody puts it; a loop that polls would burn a processor.",
            zh = "get 会等。有人放进 nil 才会取到 nil；轮询只会白白烧 CPU。"}},
      }},

    {id = "stop", task = "predict", knobs = {producers = 1, consumers = 3, capacity = 3, sentinels = 1},
      goal = {en = "say what one end mark does to three", zh = "说出一个结束标记对三个消费者会怎样"},
      predict = {
        question = {en = "One nil for three consumers. Who stops?", zh = "三个消费者，一个 nil，谁会停？"},
        {text = {en = "All: nil ends the queue", zh = "全停：nil 把队列结束了"},
          because = {
            en = "nil is an item like any other. Whoever takes it has it; the others never see it.",
            zh = "nil 和别的东西一样，谁取走就归谁，别人看不到。"}},
        {text = {en = "One; two wait for ever", zh = "停一个，另两个永远等下去"}, right = true,
          because = {
            en = "One takes the nil and ends. Two wait for an item that nobody will ever put.",
            zh = "一个取走 nil 便结束了，另两个在等谁也不会再放的东西。"}},
        {text = {en = "All, once the producer has ended", zh = "生产者一结束就全停"},
          because = {
            en = "A queue does not know who puts. A pipe does: its end comes with the last close.",
            zh = "队列不知道谁会来放。管道知道：最后一个写端关闭，才读到末尾。"}},
      }},

    {id = "mend", task = "fix", knobs = {producers = 1, consumers = 3, capacity = 3, sentinels = 1},
      goal = {en = "let every process end", zh = "让每个进程都能结束"}},

    {id = "yours", task = "fix", knobs = {producers = 2, consumers = 2, capacity = 3, sentinels = 2},
      goal = {en = "any number of producers and consumers", zh = "任意多个生产者和消费者"}},

    {id = "same", task = "read",
      goal = {en = "find the end marks in C and in Python", zh = "在 C 和 Python 里找到结束标记"}},
  },

  scenario = {fails = "deadlock", within = 25, knobs = {consumers = 3, sentinels = 1}},
}
