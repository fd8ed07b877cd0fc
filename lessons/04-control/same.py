"""Waiting for a child, and ending it, in Python: python3 same.py"""
import multiprocessing as mp
import sys
import time


def bad():
    time.sleep(0.01)
    sys.exit(3)


def slow():
    try:
        time.sleep(8)
        print("slow is done", flush=True)
    finally:  # not when SIGTERM or SIGKILL ends it
        print("slow wipes the table", flush=True)


if __name__ == "__main__":
    mp.set_start_method("fork")
    b = mp.Process(target=bad)
    s = mp.Process(target=slow)
    b.start()
    s.start()
    b.join()
    print("bad: exit code", b.exitcode)
    s.join(0.02)
    if s.is_alive():
        print("slow is alive after join(2)")
    s.terminate()
    s.join()
    print("slow: exit code", s.exitcode)
    print("main is through")
