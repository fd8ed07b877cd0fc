"""One program, several processes, in Python: python3 same.py; as threads: python3 same.py thread"""
import multiprocessing as mp
import sys
import threading
import time

count = 0


def add(name):
    global count
    for _ in range(3):
        time.sleep(0.001)
        count += 1
    print(f"{name} ends with {count}", flush=True)


if __name__ == "__main__":
    mp.set_start_method("fork")
    kind = threading.Thread if sys.argv[1:] == ["thread"] else mp.Process
    workers = [kind(target=add, args=(f"P{i}",)) for i in (1, 2, 3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    print("main ends with", count)
