return {
  id = "starvation",
  title = {en = "Starvation and fairness", zh = "饥饿与公平"},
  summary = {en = "Nobody is stuck, and one never has its turn", zh = "谁也没卡住，却有一个总轮不到"},
  tempo = 0.2,

  steps = {
    {id = "truck", task = "predict", knobs = {rounds = 3, fair = 0, limit = 9},
      goal = {en = "say when the truck may cross", zh = "说出卡车什么时候能过桥"},
      predict = {
        question = {en = "When does the truck cross?", zh = "卡车什么时候能过？"},
        {text = {en = "When the car before it has left", zh = "前面那辆车一离开"},
          because = {
            en = "Then another car is on the bridge, or comes at once: there is room for 1 ton.",
            zh = "那时桥上又有了别的车，或马上就来一辆：正好容得下 1 吨。"}},
        {text = {en = "Never: that is a deadlock", zh = "永远过不去：这是死锁"},
          because = {
            en = "Everybody else gets on, there is no ring. The truck is only always too late.",
            zh = "别人都在走，也没有环。卡车只是每次都晚一步。"}},
        {text = {en = "When the cars have gone home", zh = "等小车都收工"}, right = true,
          because = {
            en = "They overlap: the bridge is never empty. With cars that never stop: never.",
            zh = "小车一辆接一辆，桥上总有车。小车要是不收工，它就永远过不去。"}},
      }},

    {id = "proof", task = "break", knobs = {rounds = 3, fair = 0, limit = 1},
      goal = {en = "overtake the truck twice", zh = "让小车超它两次"}},

    {id = "fair", task = "predict", knobs = {rounds = 3, fair = 1, limit = 0},
      goal = {en = "say what fairness costs", zh = "说出公平的代价"},
      predict = {
        question = {en = "The truck is first; 1 ton is free; a car comes.", zh = "卡车排第一，桥上还空 1 吨，来了辆小车，会怎样？"},
        {text = {en = "The car crosses meanwhile", zh = "小车先过，反正空着"},
          because = {
            en = "That is how the truck starved: each one only wanted to use what was free.",
            zh = "卡车就是这样饿着的：每一辆都只想用一下空位。"}},
        {text = {en = "The car waits, and 1 ton stays unused", zh = "小车等着，那 1 吨就空着"}, right = true,
          because = {
            en = "That is the price. Fair is slower for most, and bounded for all.",
            zh = "这就是代价：多数会慢一点，但谁等多久都有限。"}},
        {text = {en = "The car crosses if it is quick enough", zh = "小车够快就能先过"},
          because = {
            en = "Then quick ones always would be. In a line, speed does not count.",
            zh = "那快的就永远先过。排队不看谁快。"}},
      }},

    {id = "locks", task = "run", knobs = {rounds = 3, fair = 1, limit = 0},
      goal = {en = "prove: never overtaken once first in line", zh = "证明：排到第一就不会再被超"}},

    {id = "mend", task = "fix", knobs = {rounds = 3, fair = 1, limit = 0},
      goal = {en = "let the cleaner in: mend it", zh = "让清洁工进得去：修好它"}},

    {id = "same", task = "read",
      goal = {en = "know where nobody is fair", zh = "知道哪里没有公平可言"}},
  },

  scenario = {fails = "assert", within = 50, knobs = {limit = 1, rounds = 2}},
  solution = {fails = false},
}
