"""Three orders, three bakers, in Python: python3 same.py"""
import multiprocessing as mp
import time


def bake(what):
    time.sleep(0.002)
    print(f"{mp.current_process().name} baked {what}", flush=True)


class Baker(mp.Process):
    def __init__(self, what, name):
        super().__init__(name=name)  # forget it, and start() raises
        self.what = what

    def run(self):
        bake(self.what)


if __name__ == "__main__":
    mp.set_start_method("fork")
    bakers = [
        mp.Process(target=bake, args=("bread",), name="P1"),  # the comma makes it a tuple
        mp.Process(target=bake, args=("cake",), name="P2"),
        Baker("pie", "P3"),
    ]
    for baker in bakers:
        baker.start()
    for baker in bakers:
        baker.join()
