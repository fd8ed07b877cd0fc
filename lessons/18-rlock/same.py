"""A lock that its owner takes twice, in Python: python3 same.py"""
import multiprocessing as mp

CLIENTS = 2


def add(amount, lock, balance):
    with lock:
        balance.value += amount


def salary(lock, balance):
    with lock:  # with a plain Lock, add() would wait for us
        add(100, lock, balance)
        add(-30, lock, balance)


if __name__ == "__main__":
    mp.set_start_method("fork")
    lock, balance = mp.RLock(), mp.RawValue("i", 0)
    clients = [mp.Process(target=salary, args=(lock, balance), daemon=True) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join(10)  # ends even if one waits for itself
    print(f"balance {balance.value}")
