"""A careful bank and three customers, in Python: python3 same.py"""
import multiprocessing as mp

COINS, CLAIMS = 4, (3, 2, 3)  # at most, and said beforehand


def customer(number, desk, hand):
    for _ in range(CLAIMS[number]):
        desk.put((number, 1))
        hand.get()
    desk.put((number, -CLAIMS[number]))
    print(f"C{number + 1} has paid back", flush=True)


def safe(free, has):
    """Can all be served, one after the other?"""
    left, todo = free, set(range(len(CLAIMS)))
    while ready := [i for i in todo if CLAIMS[i] - has[i] <= left]:
        left += sum(has[i] for i in ready)  # they pay back
        todo.difference_update(ready)
    return not todo


def may_have_one(number, free, has):
    trial = [n + (i == number) for i, n in enumerate(has)]
    return free > 0 and safe(free - 1, trial)


if __name__ == "__main__":
    mp.set_start_method("fork")
    desk, hands = mp.Queue(), [mp.Queue() for _ in CLAIMS]
    for i, hand in enumerate(hands):
        mp.Process(target=customer, args=(i, desk, hand), daemon=True).start()

    free, has, line, served = COINS, [0] * len(CLAIMS), [], 0
    while served < len(CLAIMS):
        number, n = desk.get(timeout=10)  # ends even if the bank is careless
        if n > 0:
            line.append(number)
        else:
            free, has[number], served = free - n, 0, served + 1
        for number in list(line):
            if may_have_one(number, free, has):
                free, has[number] = free - 1, has[number] + 1
                line.remove(number)
                hands[number].put("coin")
    for process in mp.active_children():
        process.join()
