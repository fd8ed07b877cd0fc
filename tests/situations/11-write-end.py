"""The writer of a pipe is killed, the parent has kept the writing end"""
import multiprocessing
import time

mp = multiprocessing.get_context("fork")
reader, writer = mp.Pipe(False)


def write():
    writer.send("one")
    time.sleep(100)


process = mp.Process(target=write)
process.start()
reader.recv()
process.kill()
process.join()
print("recv()", flush=True)
print("recv() returned", reader.recv())
