"""The owner of a lock is killed, then another asks for it"""
import multiprocessing
import time

mp = multiprocessing.get_context("fork")
lock, held = mp.Lock(), mp.Event()


def own():
    lock.acquire()
    held.set()
    time.sleep(100)


owner = mp.Process(target=own)
owner.start()
held.wait()
owner.kill()
owner.join()
print("lock.acquire()", flush=True)
print("lock.acquire() returned", lock.acquire())
