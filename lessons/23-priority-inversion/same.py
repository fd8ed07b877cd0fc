"""Three priorities and a lock, in Python: python3 same.py"""
import multiprocessing as mp
import os
import time

MIDS = 2


def compute(seconds):
    while time.process_time() < seconds:
        pass


def low(bus, taken):
    os.nice(19)
    with bus:
        taken.set()
    compute(0.05)  # after the section: nobody waits for us meanwhile
    print("low is through", flush=True)


def mid(number):
    os.nice(5)
    compute(0.2)
    print(f"mid{number} is through", flush=True)


def high(bus):
    with bus:
        pass
    print("high is through", flush=True)


if __name__ == "__main__":
    mp.set_start_method("fork")
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # children inherit it
    bus, taken = mp.Lock(), mp.Event()
    processes = [mp.Process(target=low, args=(bus, taken))]
    processes[0].start()
    taken.wait()
    processes += [mp.Process(target=mid, args=(i,)) for i in range(1, MIDS + 1)]
    processes += [mp.Process(target=high, args=(bus,))]
    for process in processes[1:]:
        process.start()
    for process in processes:
        process.join()
