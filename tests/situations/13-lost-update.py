"""Two processes count to 50000 each without the lock"""
import multiprocessing

mp = multiprocessing.get_context("fork")
counter = mp.Value("i", 0)


def count():
    for _ in range(50000):
        counter.value += 1


counters = [mp.Process(target=count) for _ in range(2)]
for process in counters:
    process.start()
for process in counters:
    process.join()
print("counted:", counter.value)
