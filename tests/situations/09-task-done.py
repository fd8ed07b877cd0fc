"""A worker is killed before `task_done`, then `join` of its queue"""
import multiprocessing
import time

mp = multiprocessing.get_context("fork")
queue, has_it = mp.JoinableQueue(), mp.Event()


def work():
    queue.get()
    has_it.set()
    time.sleep(100)


worker = mp.Process(target=work)
worker.start()
queue.put("a task")
has_it.wait()
worker.kill()
worker.join()
print("join()", flush=True)
print("join() returned", queue.join())
