"""A consumer is killed in `get`, then another gets"""
import multiprocessing
import time

mp = multiprocessing.get_context("fork")
queue = mp.Queue()
consumer = mp.Process(target=queue.get)
consumer.start()
time.sleep(0.3)
consumer.kill()
consumer.join()
queue.put("an item")
print("get()", flush=True)
print("get() returned", queue.get())
