"""A task raises an error value that cannot cross"""
import multiprocessing

mp = multiprocessing.get_context("fork")


class Refused(Exception):
    def __init__(self, code, why):  # unpickled with one argument: the pool's thread dies of it
        super().__init__(f"{code}: {why}")


def work():
    raise Refused(7, "not today")


with mp.Pool(2) as pool:
    print("apply()", flush=True)
    try:
        print("apply() returned", pool.apply(work))
    except Exception as error:
        print("apply() raised", error)
