"""Who waits at a barrier for two is killed, then the other comes"""
import multiprocessing
import time

mp = multiprocessing.get_context("fork")
barrier = mp.Barrier(2)
party = mp.Process(target=barrier.wait)
party.start()
while barrier.n_waiting < 1:
    time.sleep(0.01)
party.kill()
party.join()
print("wait()", flush=True)
print("wait() returned", barrier.wait())
