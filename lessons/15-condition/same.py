"""A baker and two customers, in Python: python3 same.py"""
import multiprocessing as mp
import time

CUSTOMERS = 2


def buy(number, bell, shelf):
    with bell:
        while shelf.value == 0:  # or: bell.wait_for(lambda: shelf.value > 0)
            bell.wait()
        shelf.value -= 1
    print(f"C{number} has a loaf", flush=True)


def bake(bell, shelf):
    time.sleep(0.005)
    with bell:
        shelf.value += 1
        bell.notify_all()


if __name__ == "__main__":
    mp.set_start_method("fork")
    bell, shelf = mp.Condition(), mp.RawValue("i", 0)
    customers = [mp.Process(target=buy, args=(i, bell, shelf), daemon=True) for i in range(1, CUSTOMERS + 1)]
    for customer in customers:
        customer.start()
    for _ in range(CUSTOMERS):
        bake(bell, shelf)
    for customer in customers:
        customer.join(10)  # ends even if nobody rings
