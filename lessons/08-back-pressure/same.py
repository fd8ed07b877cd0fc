"""Drain, then join, in Python: python3 same.py"""
import multiprocessing as mp

ITEMS, CAPACITY = 12, 3


def make(queue):
    for n in range(1, ITEMS + 1):
        queue.put(n)  # waits when the queue is full
    queue.put(None)


if __name__ == "__main__":
    mp.set_start_method("fork")
    queue = mp.Queue(CAPACITY)
    maker = mp.Process(target=make, args=(queue,), daemon=True)
    maker.start()
    for n in iter(queue.get, None):  # drain first ...
        print("used", n)
    maker.join(10)  # ... then join. The other way round it waits until the 10 s are over
    print("maker has ended")
