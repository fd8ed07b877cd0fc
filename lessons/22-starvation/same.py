"""A bridge, two cars and a truck, in Python: python3 same.py"""
import multiprocessing as mp
import time

ROUNDS = 3


def enter(weight, turnstile, bridge, tons, crossed):
    with turnstile:  # held while one waits for the bridge: the others wait behind it
        with bridge:
            before = crossed.value
            bridge.wait_for(lambda: tons.value + weight <= 2)
            overtaken = crossed.value - before
            tons.value += weight
            crossed.value += weight == 1
    return overtaken


def leave(weight, bridge, tons):
    with bridge:
        tons.value -= weight
        bridge.notify_all()


def car(turnstile, bridge, tons, crossed):
    for _ in range(ROUNDS):
        enter(1, turnstile, bridge, tons, crossed)
        time.sleep(0.01)
        leave(1, bridge, tons)


def truck(turnstile, bridge, tons, crossed):
    print(f"overtaken {enter(2, turnstile, bridge, tons, crossed)} times", flush=True)
    leave(2, bridge, tons)


if __name__ == "__main__":
    mp.set_start_method("fork")
    args = mp.Lock(), mp.Condition(), mp.RawValue("i", 0), mp.RawValue("i", 0)
    processes = [mp.Process(target=body, args=args, daemon=True) for body in (car, truck, car)]
    for process in processes:
        process.start()
        time.sleep(0.005)
    for process in processes:
        process.join(10)  # ends even if nobody is let on
