return {
  id = "creating",
  title = {en = "Creating a process", zh = "创建进程"},
  summary = {en = "A function as target, or a class with run; and two slips that leave main doing all the work",
    zh = "用函数作 target，或写一个带 run 的类；还有两处笔误，会让 main 独自干活"},
  tempo = 0.3,

  steps = {
    {id = "target", task = "predict", knobs = {way = 1},
      goal = {en = "say how long three orders take", zh = "说出三份订单要多久"},
      predict = {
        question = {en = "2 s per order, three bakers. All is baked after", zh = "每份 2 秒，三个师傅。全部烤完要："},
        {text = {en = "6 s: start() returns when the work is done", zh = "6 秒：烤完 start() 才返回"},
          because = {
            en = "A plain call would. start() returns at once; join is where you wait.",
            zh = "那是函数调用。start() 马上返回，要等是在 join 那里等。"}},
        {text = {en = "2 s: they bake at the same time", zh = "2 秒：三个同时烤"}, right = true,
          because = {
            en = "start() returns at once, so main starts the next one while the first bakes.",
            zh = "start() 马上返回，第一个还在烤，main 已经启动下一个。"}},
        {text = {en = "6 s, unless there are three processors", zh = "6 秒，除非有三个 CPU"},
          because = {
            en = "A sleeper needs no processor. A hundred can sleep on one.",
            zh = "睡眠不占 CPU。一个 CPU 上睡一百个也行。"}},
      }},

    {id = "call", task = "predict", knobs = {way = 2},
      goal = {en = "say who bakes after target = bake(what)", zh = "说出写成 target = bake(what) 时谁在烤"},
      predict = {
        question = {en = "target = bake(what): who bakes?", zh = "target = bake(what)：谁在烤？"},
        {text = {en = "P1, P2 and P3: it is the same, only shorter", zh = "P1、P2、P3：写法短些，意思一样"},
          because = {
            en = "The parentheses call bake, here and now, in main.",
            zh = "有了括号，就是此刻在 main 里调用 bake。"}},
        {text = {en = "Nobody: a target has to be a function", zh = "没人：target 必须是函数"},
          because = {
            en = "bake returns nothing, so target is nil; and a process needs no target.",
            zh = "bake 什么也不返回，target 就是 nil，而没有 target 是允许的。"}},
        {text = {en = "main, one order after the other", zh = "main，一份接一份"}, right = true,
          because = {
            en = "It calls bake, and passes the result, nil, as target. The children have nothing to do.",
            zh = "main 先调用 bake，再把结果 nil 当作 target。子进程无事可做。"}},
      }},

    {id = "class", task = "run", knobs = {way = 3},
      goal = {en = "compare a class with a function as target", zh = "比一比：类，和以函数作 target"}},

    {id = "run", task = "predict", knobs = {way = 4},
      goal = {en = "say who bakes after run() instead of start()", zh = "说出把 start() 写成 run() 时谁在烤"},
      predict = {
        question = {en = "run() instead of start(): who bakes?", zh = "start() 写成了 run()，谁在烤？"},
        {text = {en = "main", zh = "main"}, right = true,
          because = {
            en = "run is a function like any other: the caller does the work. start makes the process.",
            zh = "run 只是普通函数，谁调用谁干。造进程的是 start。"}},
        {text = {en = "P1, P2 and P3, one after the other", zh = "P1、P2、P3，一个接一个"},
          because = {
            en = "There are no such processes: look at panel 1. Only objects were made.",
            zh = "看面板 1，根本没有这几个进程，只造了几个对象。"}},
        {text = {en = "P1, P2 and P3: start only calls run", zh = "P1、P2、P3：start 不过是调用 run"},
          because = {
            en = "It does, but it forks first: run is called in the child.",
            zh = "是调用，不过是先 fork，再在子进程里调用。"}},
      }},

    {id = "yours", task = "fix", knobs = {way = 1},
      goal = {en = "let the children do the work, not main", zh = "让子进程干活，而不是 main"}},

    {id = "same", task = "read",
      goal = {en = "find target, args and the class in same.py", zh = "在 same.py 里找到 target、args 和那个类"}},
  },

  scenario = {fails = false},
}
