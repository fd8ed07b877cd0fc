"""A process is killed while it holds a lock, in Python: python3 same.py"""
import multiprocessing as mp
import time


def move(amount, pause, vault, a, b):
    with vault:
        a.value -= amount
        time.sleep(pause)
        b.value += amount


if __name__ == "__main__":
    mp.set_start_method("fork")
    vault, a, b = mp.Lock(), mp.RawValue("i", 100), mp.RawValue("i", 100)
    first = mp.Process(target=move, args=(50, 3, vault, a, b))
    second = mp.Process(target=move, args=(10, 0.001, vault, a, b), daemon=True)
    first.start()
    while a.value == 100:
        time.sleep(0.001)
    second.start()
    first.kill()  # in the middle
    first.join()
    if first.exitcode < 0:  # the second one waits for it, and would for ever
        b.value = 200 - a.value  # a is always written first
        vault.release()  # for the dead one: anybody may
    second.join(10)
    print(f"a and b are {a.value + b.value}")
