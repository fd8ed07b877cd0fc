"""A producer of more than fits is joined before its queue is drained"""
import multiprocessing

mp = multiprocessing.get_context("fork")
queue = mp.Queue()
producer = mp.Process(target=lambda: queue.put("x" * 1_000_000))
producer.start()
print("join()", flush=True)
print("join() returned", producer.join())
print("get() returned", len(queue.get()), "bytes")
