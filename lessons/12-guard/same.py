"""Tellers and a bad order, in Python: python3 same.py"""
import multiprocessing as mp
import time

TELLERS, ORDERS, BAD = 2, 3, 2


def book(order, ledger, booked):
    with ledger:  # releases, however the block is left
        time.sleep(0.005)
        if order == BAD:
            raise ValueError("no such account")
        booked.value += 1


def work(ledger, booked):
    for order in range(1, ORDERS + 1):
        try:
            book(order, ledger, booked)
        except ValueError:
            pass  # a bad one is skipped


if __name__ == "__main__":
    mp.set_start_method("fork")
    ledger, booked = mp.Lock(), mp.RawValue("i", 0)
    tellers = [mp.Process(target=work, args=(ledger, booked), daemon=True) for _ in range(TELLERS)]
    for teller in tellers:
        teller.start()
    for teller in tellers:
        teller.join(10)  # ends even if the lock is never given back
    print(f"{booked.value} orders are booked")
