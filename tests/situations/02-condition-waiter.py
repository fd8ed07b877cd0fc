"""Who waits for a condition is killed, then `notify_all`"""
import multiprocessing

mp = multiprocessing.get_context("fork")
condition, ready = mp.Condition(), mp.Event()


def wait():
    with condition:
        ready.set()
        condition.wait()


waiter = mp.Process(target=wait)
waiter.start()
ready.wait()
with condition:  # free only once it waits
    waiter.kill()
    waiter.join()
    print("notify_all()", flush=True)
    print("notify_all() returned", condition.notify_all())
