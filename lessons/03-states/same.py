"""States of processes in Python, read from /proc: python3 same.py"""
import multiprocessing as mp
import sys
import time


def kid(key):
    with key:
        print("kid has the key", flush=True)


def boss(key):
    mp.Process(target=kid, args=(key,)).start()
    time.sleep(0.06)
    print("boss is done", flush=True)


def quick():
    sys.exit(7)


def show(process):  # R running or ready, S sleeping, T stopped, Z zombie
    with open(f"/proc/{process.pid}/stat") as file:
        state = file.read().rpartition(")")[2].split()[0]
    print(f"{process.name}: {state}", file=sys.stderr)


if __name__ == "__main__":
    mp.set_start_method("fork")
    key = mp.Lock()
    key.acquire()
    b = mp.Process(target=boss, args=(key,), name="boss")
    q = mp.Process(target=quick, name="quick")
    b.start()
    q.start()
    time.sleep(0.03)
    show(b)
    show(q)  # a zombie: it has ended, and nobody has asked for it
    key.release()
    b.join()
    q.join()
    print("quick ended with", q.exitcode)
