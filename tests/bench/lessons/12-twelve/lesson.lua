return {
  id = "twelve",
  title = "Twelve",
  summary = "Twelve processes, each some ten events a second",
  tempo = 0.01,
  steps = {
    {id = "watch", task = "run", goal = "see what the screen costs"},
  },
}
