"""Who waits for an event is killed, then `set`"""
import multiprocessing
import time

mp = multiprocessing.get_context("fork")
event = mp.Event()
waiter = mp.Process(target=event.wait)
waiter.start()
time.sleep(0.3)
waiter.kill()
waiter.join()
print("set()", flush=True)
print("set() returned", event.set())
