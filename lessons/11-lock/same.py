"""Two clerks sell one seat, in Python: python3 same.py"""
import multiprocessing as mp
import time

CLERKS, SEATS = 2, 1


def sell(clerk, window, free, sold):
    with window:  # look and act in one section
        seat = free.value
        if seat > 0:
            free.value = seat - 1
    if seat > 0:
        time.sleep(0.01)  # prints the ticket, and keeps nobody waiting
        sold[clerk] += 1
    return seat > 0


def work(*office):
    while sell(*office):
        pass


if __name__ == "__main__":
    mp.set_start_method("fork")
    window, free, sold = mp.Lock(), mp.RawValue("i", SEATS), mp.RawArray("i", CLERKS)
    clerks = [mp.Process(target=work, args=(i, window, free, sold), daemon=True) for i in range(CLERKS)]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join(10)  # ends even if the lock is never given back
    print(f"{sum(sold)} sold of {SEATS}")
