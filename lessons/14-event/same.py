"""Runners and a shot, in Python: python3 same.py"""
import multiprocessing as mp
import time

RUNNERS = 4


def run(number, shot):
    shot.wait()  # who comes late does not wait at all
    time.sleep(0.01)  # runs
    print(f"R{number} is there", flush=True)


if __name__ == "__main__":
    mp.set_start_method("fork")
    shot = mp.Event()
    runners = [mp.Process(target=run, args=(i, shot), daemon=True) for i in range(1, RUNNERS + 1)]
    for runner in runners:
        runner.start()
    time.sleep(0.02)
    shot.set()
    for runner in runners:
        runner.join(10)  # ends even if nobody shoots
