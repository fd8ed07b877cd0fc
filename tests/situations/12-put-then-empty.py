"""`put`, then `empty`, on 100 queues"""
import multiprocessing

mp = multiprocessing.get_context("fork")
wrong = 0
for _ in range(100):
    queue = mp.Queue()
    queue.put("an item")
    if queue.empty():
        wrong += 1
    queue.get()
print("empty() was true", wrong, "of 100 times")
