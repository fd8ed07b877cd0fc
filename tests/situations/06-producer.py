"""A producer is killed in a `put` of 50 MB, then `get`"""
import multiprocessing
import time

mp = multiprocessing.get_context("fork")
queue, begins = mp.Queue(), mp.Event()


def produce():
    item = "x" * 50_000_000
    begins.set()
    queue.put(item)


producer = mp.Process(target=produce)
producer.start()
begins.wait()
time.sleep(0.3)
producer.kill()
producer.join()
print("get()", flush=True)
print("get() returned", len(queue.get()), "bytes")
