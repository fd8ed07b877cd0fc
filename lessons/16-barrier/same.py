"""Workers in phases, in Python: python3 same.py"""
import multiprocessing as mp
import time

WORKERS, PHASES = 3, 2


def work(number, gate, made):
    neighbour = (number + 1) % WORKERS
    for phase in range(1, PHASES + 1):
        time.sleep((number + 1) * 0.005)
        made[number] = phase
        gate.wait(10)  # without a timeout, one that dies leaves the others waiting for ever
        assert made[neighbour] >= phase
    print(f"W{number + 1} is done", flush=True)


if __name__ == "__main__":
    mp.set_start_method("fork")
    gate, made = mp.Barrier(WORKERS), mp.RawArray("i", WORKERS)
    workers = [mp.Process(target=work, args=(i, gate, made)) for i in range(WORKERS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
