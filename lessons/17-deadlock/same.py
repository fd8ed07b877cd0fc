"""Five philosophers around a table, in Python: python3 same.py"""
import multiprocessing as mp
import time

SEATS, MEALS = 5, 2


def dine(name, first, second):
    for _ in range(MEALS):
        time.sleep(0.01)  # thinking
        with first:
            with second:
                time.sleep(0.01)  # eating
    print(f"{name} has eaten", flush=True)


if __name__ == "__main__":
    mp.set_start_method("fork")
    forks = [mp.Lock() for _ in range(SEATS)]
    guests = []
    for i in range(SEATS):
        first, second = i, (i + 1) % SEATS  # left, right
        first, second = sorted((first, second))  # the lower number first: no ring can close
        name = f"P{i + 1}"
        guest = mp.Process(target=dine, args=(name, forks[first], forks[second]), name=name, daemon=True)
        guest.start()
        guests.append(guest)
    for guest in guests:
        guest.join(10)  # ends even if you break the order and it deadlocks
