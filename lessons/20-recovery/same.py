"""Workers, a ring, and a watchman, in Python: python3 same.py"""
import multiprocessing as mp
import time

WORKERS, NOBODY = 2, -1


def note(number, whom, notes, waits):
    with notes:
        waits[number] = whom


def work(number, tools, notes, waits):
    after = (number + 1) % WORKERS
    with tools[number]:
        time.sleep(0.02)
        note(number, after, notes, waits)
        with tools[after]:
            note(number, NOBODY, notes, waits)
    print(f"W{number + 1} is done", flush=True)


def is_ring(notes, waits):
    with notes:
        return NOBODY not in list(waits)


if __name__ == "__main__":
    mp.set_start_method("fork")
    tools, notes = [mp.Lock() for _ in range(WORKERS)], mp.Lock()
    waits = mp.RawArray("i", [NOBODY] * WORKERS)

    def start(number):
        process = mp.Process(target=work, args=(number, tools, notes, waits), daemon=True)
        process.start()
        return process

    processes = [start(i) for i in range(WORKERS)]
    killed = False
    while any(process.is_alive() for process in processes):
        time.sleep(0.01)
        if is_ring(notes, waits):
            processes[0].kill()  # the victim
            processes[0].join()
            note(0, NOBODY, notes, waits)
            tools[0].release()  # the dead keep their locks here: we release for it
            killed = True
    if killed:
        start(0).join(10)  # again, when the others are through
