"""Three printers, six jobs, in Python: python3 same.py"""
import multiprocessing as mp
import time

PRINTERS, JOBS = 3, 6


def job(number, printers):
    with printers:  # acquire, and release at the end, also when an exception passes
        time.sleep(0.03)  # printing
    print(f"job {number} is printed", flush=True)


if __name__ == "__main__":
    mp.set_start_method("fork")
    printers = mp.Semaphore(PRINTERS)
    processes = [mp.Process(target=job, args=(i, printers), daemon=True) for i in range(1, JOBS + 1)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(10)  # ends even if a permit is lost
