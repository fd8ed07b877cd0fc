-- How long somebody waits is nothing that exploration can say: it has no time. What is proved here is that nobody
-- gets stuck, whatever the kernel does; the waiting is to be seen, on the learner's own machine.
return {
  id = "priority-inversion",
  title = {en = "Priority inversion", zh = "优先级反转"},
  summary = {en = "The urgent one waits for those who are less urgent", zh = "最急的，等着不急的"},
  tempo = 0.3,

  steps = {
    {id = "whom", task = "predict", knobs = {mids = 2, short = 0},
      goal = {en = "say who keeps high waiting", zh = "说出是谁让 high 等着"},
      predict = {
        question = {en = "Who keeps high waiting, and how long?", zh = "是谁让 high 等着，要等多久？"},
        {text = {en = "Nobody: high goes first", zh = "没有谁：high 优先级最高"},
          because = {
            en = "Priority is about the processor. The bus is taken, and a lock knows no priority.",
            zh = "优先级管的是处理器。锁被占着，锁不认优先级。"}},
        {text = {en = "low: as long as it needs the bus", zh = "low：它要用多久就等多久"},
          because = {
            en = "It needs 0.3 s. But it hardly gets the processor: the mids have it.",
            zh = "它只要 0.3 秒。可它几乎分不到处理器，都给 mid 了。"}},
        {text = {en = "The mids, till they are done", zh = "两个 mid：直到它们算完"}, right = true,
          because = {
            en = "They want no bus, and yet high waits for them: they keep low from finishing.",
            zh = "它们不用 bus，high 却在等它们：它们让 low 干不完。"}},
      }},

    {id = "alone", task = "run", knobs = {mids = 0, short = 0},
      goal = {en = "compare: high without the mids", zh = "比一比：没有 mid 时的 high"}},

    {id = "cure", task = "predict", knobs = {mids = 2, short = 1},
      goal = {en = "say what helps high", zh = "说出什么帮得了 high"},
      predict = {
        question = {en = "What makes high wait less?", zh = "怎样让 high 少等？"},
        {text = {en = "A higher priority for high", zh = "再提高 high 的优先级"},
          because = {
            en = "It sleeps while it waits. No priority helps who does not want the processor.",
            zh = "它等的时候在睡，又不用处理器，优先级再高也没用。"}},
        {text = {en = "low gives the bus back sooner", zh = "low 早点还 bus"}, right = true,
          because = {
            en = "Look: low computes without the bus now. It is as late as before, but alone.",
            zh = "看：low 还了 bus 再算。它还是那么晚，但不连累别人。"}},
        {text = {en = "A faster processor", zh = "换个更快的处理器"},
          because = {
            en = "All get faster, and the shares stay. Let the mids compute more, and it is as before.",
            zh = "大家都快了，份额不变。mid 的活一多，又和原来一样。"}},
      }},

    {id = "inherit", task = "run", knobs = {mids = 4, short = 0},
      goal = {en = "find out what happens with four mids", zh = "看看四个 mid 会怎样"}},

    {id = "mend", task = "fix", knobs = {mids = 2, short = 1},
      goal = {en = "compute without the lock: mend it", zh = "别拿着锁算：修好它"}},

    {id = "same", task = "read",
      goal = {en = "know the two cures", zh = "知道两种治法"}},
  },

  scenario = {fails = false},
  solution = {fails = false},
}
