"""Two compute on one processor, one of them with nice 10, in Python (Linux): python3 same.py"""
import multiprocessing as mp
import os
import sys
import time

GREEDY, POLITE = 0, 1


def compute(me, niceness, rounds, end):
    os.nice(niceness)
    while time.monotonic() < end:
        rounds[me] += 1  # shared; each process writes its own


if __name__ == "__main__":
    mp.set_start_method("fork")
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # the children inherit it
    rounds = mp.RawArray("l", 2)
    end = time.monotonic() + 0.5
    both = [mp.Process(target=compute, args=(me, nice, rounds, end)) for me, nice in ((GREEDY, 0), (POLITE, 10))]
    for process in both:
        process.start()
    for process in both:
        process.join()
    print(f"polite got {rounds[POLITE] / sum(rounds):.0%}", file=sys.stderr)
    if rounds[GREEDY] > rounds[POLITE]:
        print("greedy got more")
