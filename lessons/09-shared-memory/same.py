"""Shared memory in Python: an Array is one for all, a dictionary is each process's own: python3 same.py"""
import multiprocessing as mp

WORKERS, CELLS = 3, 12

mine = {}


def fill(cells, start, end):
    for i in range(start, end):
        cells[i] = mine[i] = (i + 1) ** 2


if __name__ == "__main__":
    mp.set_start_method("fork")
    cells = mp.Array("i", CELLS)
    workers = [
        mp.Process(target=fill, args=(cells, w * CELLS // WORKERS, (w + 1) * CELLS // WORKERS))  # none is left over
        for w in range(WORKERS)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()  # from here on nobody writes any more
    print("in the array:", sum(cells))
    print("in main's table:", len(mine))
