"""Producer and consumer in Python: python3 same.py"""
import multiprocessing as mp
import time

PRODUCERS, CONSUMERS, CAPACITY, ITEMS = 1, 2, 3, 8


def produce(queue, name):
    for n in range(1, ITEMS + 1):
        time.sleep(0.002)  # making it
        queue.put(f"{name}.{n}")


def consume(queue):
    for item in iter(queue.get, None):  # until it gets None, the end mark
        time.sleep(0.012)  # using it
        print(f"used {item}", flush=True)


if __name__ == "__main__":
    mp.set_start_method("fork")
    queue = mp.Queue(CAPACITY)
    producers = [mp.Process(target=produce, args=(queue, f"P{i + 1}")) for i in range(PRODUCERS)]
    consumers = [mp.Process(target=consume, args=(queue,), daemon=True) for _ in range(CONSUMERS)]
    for process in producers + consumers:
        process.start()
    for process in producers:
        process.join()
    for _ in range(CONSUMERS):
        queue.put(None)  # one end mark for each consumer
    for process in consumers:
        process.join(10)  # ends even with too few end marks
