"""Philosophers and a waiter, in Python: python3 same.py"""
import multiprocessing as mp
import time

SEATS = 3


def dine(name, waiter, left, right):
    with waiter:  # waits with empty hands
        with left, right:
            time.sleep(0.005)  # eating
    print(f"{name} has eaten", flush=True)


if __name__ == "__main__":
    mp.set_start_method("fork")
    waiter = mp.Semaphore(SEATS - 1)  # all but one may take forks
    forks = [mp.Lock() for _ in range(SEATS)]
    guests = []
    for i in range(SEATS):
        args = (f"P{i + 1}", waiter, forks[i], forks[(i + 1) % SEATS])
        guests.append(mp.Process(target=dine, args=args, daemon=True))
        guests[-1].start()
    for guest in guests:
        guest.join(10)  # ends even if the waiter lets them all in
