"""Two processes count in shared memory, in Python: python3 same.py"""
import multiprocessing as mp

WORKERS, TIMES = 2, 3


def count(counter):
    for _ in range(TIMES):
        counter.value += 1  # reads, then writes: with one counter for both, updates would be lost


if __name__ == "__main__":
    mp.set_start_method("fork")
    counters = [mp.Value("i", 0) for _ in range(WORKERS)]
    processes = [mp.Process(target=count, args=(counter,)) for counter in counters]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    print(f"counted: {sum(counter.value for counter in counters)}")
