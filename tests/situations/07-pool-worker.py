"""A worker of a pool is killed in its task"""
import multiprocessing
import os
import signal

mp = multiprocessing.get_context("fork")


def work():
    os.kill(os.getpid(), signal.SIGKILL)


with mp.Pool(2) as pool:
    print("apply()", flush=True)
    try:
        print("apply() returned", pool.apply(work))
    except Exception as error:
        print("apply() raised", error)
