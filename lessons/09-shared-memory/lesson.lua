return {
  id = "shared-memory",
  title = {en = "Shared memory: Value and Array", zh = "共享内存：Value 与 Array"},
  summary = {en = "Numbers that all processes see: who writes where, what fits, and what the built-in lock is good for",
    zh = "大家都看得见的数：谁写哪里，装得下什么，自带的锁有什么用"},
  tempo = 0.1,

  steps = {
    {id = "seen", task = "predict", knobs = {workers = 3, cells = 12, small = 0, count = 0},
      goal = {en = "say what main finds in its table and the array", zh = "说出 main 在表和数组里看到什么"},
      predict = {
        question = {en = "How many squares does main see at the end?", zh = "最后 main 看得到几个平方数？"},
        {text = {en = "array 12, table 12: both were made before the fork", zh = "数组 12，表 12：都在 fork 之前建的"},
          because = {
            en = "The table was copied when each worker started, like all memory.",
            zh = "表和别的内存一样，每启动一个工人就复制一份。"}},
        {text = {en = "array 4, table 4: those of the last worker", zh = "数组 4，表 4：最后一个工人的"},
          because = {
            en = "Nothing is handed over at the end. What is shared is there as soon as it is written.",
            zh = "结束时谁也不会移交什么。共享的，一写就在那里。"}},
        {text = {en = "array 12, table 0", zh = "数组 12，表 0"}, right = true,
          because = {
            en = "The array is in memory that all share. Each worker filled its own table.",
            zh = "数组在大家共享的内存里，表是各填各的。"}},
      }},

    {id = "rest", task = "predict", knobs = {workers = 5, cells = 12, small = 0, count = 0},
      goal = {en = "say which cells of 12 five workers fill", zh = "说出 5 个工人填了 12 格里的哪些"},
      predict = {
        question = {en = "12 cells, 5 workers, 12 // 5 each. What happens?", zh = "12 格，5 个工人，每人 12 // 5 格，会怎样？"},
        {text = {en = "Cells 11 and 12 stay 0, without an error", zh = "第 11、12 格还是 0，也不报错"}, right = true,
          because = {
            en = "5 times 2 is 10. The sum is 385, not 650, and looks just as good.",
            zh = "5 乘 2 是 10。总和成了 385，不是 650，看着也挺像。"}},
        {text = {en = "The last worker takes the rest, too", zh = "最后一个把剩下的也填了"},
          because = {
            en = "Nobody told it to: it fills 9 and 10, as w * share says.",
            zh = "没人叫它填：按 w * share 算，它填 9 到 10。"}},
        {text = {en = "Two workers write to the same cell", zh = "有两个工人写同一格"},
          because = {
            en = "The parts do not overlap: that is why they need no lock.",
            zh = "各段互不重叠，所以才不需要锁。"}},
      }},

    {id = "small", task = "predict", knobs = {workers = 3, cells = 12, small = 1, count = 0},
      goal = {en = "say what 144 becomes in 8 bits", zh = "说出 144 放进 8 位会怎样"},
      predict = {
        question = {en = "cells is of type \"b\" now: 8 bits. And 144?", zh = "cells 改成 \"b\" 型，只有 8 位。144 呢？"},
        {text = {en = "The cell grows", zh = "格子自动变大"},
          because = {
            en = "It cannot: its neighbours lie right beside it, in use by other processes.",
            zh = "变不了：紧挨着就是邻格，别的进程正用着。"}},
        {text = {en = "It becomes -112", zh = "变成 -112"},
          because = {
            en = "In C it does, and in Python's Array, without a word. Here it is an error.",
            zh = "C 里会这样，Python 的 Array 也会，而且一声不吭。这里算错误。"}},
        {text = {en = "W3 ends with an OverflowError", zh = "W3 因 OverflowError 结束"}, right = true,
          because = {
            en = "8 bits hold -128 to 127. The others carry on, and main joins them all.",
            zh = "8 位只装得下 -128 到 127。别的进程照常，main 也照样等齐。"}},
      }},

    {id = "count", task = "predict", knobs = {workers = 3, cells = 12, small = 0, count = 1},
      goal = {en = "say whether a Value's lock makes += safe", zh = "说出 Value 自带的锁能否让加一不出错"},
      predict = {
        question = {en = "Each adds 1 to filled.value. At the end", zh = "每填一格就 filled.value + 1，最后"},
        {text = {en = "it is 12: a Value has a lock", zh = "是 12：Value 自带锁"},
          because = {
            en = "It locks each read and each write. In between it is free, and others get in.",
            zh = "读一次锁一次，写一次锁一次，可读与写之间没锁，别人能插进来。"}},
        {text = {en = "it is 12 or less", zh = "是 12，或更少"}, right = true,
          because = {
            en = "Two read the same number, and both write it plus 1: one addition is lost.",
            zh = "两个读到同一个数，各加 1 再写回，就少加了一次。"}},
        {text = {en = "it is 12: one line is one step", zh = "是 12：一行就是一步"},
          because = {
            en = "One line, two operations: read filled, write filled. Another process may get in between.",
            zh = "一行，却有两步：读 filled，写 filled。别人可能插在中间。"}},
      }},

    {id = "lock", task = "break", knobs = {workers = 2, cells = 2, small = 0, count = 1},
      goal = {en = "make two workers count only 1", zh = "让两个工人只数到 1"}},

    {id = "yours", task = "fix", knobs = {workers = 5, cells = 12, small = 0, count = 0},
      goal = {en = "divide any array among any number of workers", zh = "任意长的数组，分给任意多个工人"}},

    {id = "same", task = "read",
      goal = {en = "find the borders of the parts in C and Python", zh = "在 C 和 Python 里找到各段的边界"}},
  },

  scenario = {fails = "assert", within = 16, knobs = {workers = 2, cells = 2, count = 1}},
}
