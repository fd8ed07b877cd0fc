"""A pipe in Python: every copy of the writing end must be closed: python3 same.py"""
import multiprocessing as mp
import time


def write(reading, writing):
    reading.close()
    for word in ("one", "two", "three"):
        writing.send(word)  # BrokenPipeError when nobody reads
        time.sleep(0.002)


def read(reading, writing):
    writing.close()  # our own copy: without this we wait for ourselves
    while True:
        try:
            print("received", reading.recv(), flush=True)
        except EOFError:
            break
    print("end of the pipe", flush=True)


if __name__ == "__main__":
    mp.set_start_method("fork")
    reading, writing = mp.Pipe(duplex=False)
    processes = [mp.Process(target=body, args=(reading, writing), daemon=True) for body in (write, read)]
    for process in processes:
        process.start()
    reading.close()
    writing.close()  # main's copy
    for process in processes:
        process.join(10)  # ends even if you forget a close
