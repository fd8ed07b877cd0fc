"""The rows in Python:   rows.py ROW PROCESSES   prints "RESULT value". The work is that of rows.lua."""
import multiprocessing as mp
import sys
import time

SECONDS = 0.3
ITEMS = 60000
ROUNDS = 2000
row, n = sys.argv[1], int(sys.argv[2])
now = time.monotonic


def rate(workers, body):
    go, results = mp.Event(), mp.Queue()

    def worker():
        go.wait()
        began, count = now(), 0
        while True:
            body(1000)
            count += 1000
            if now() - began >= SECONDS:
                break
        results.put(count / (now() - began))

    started = [mp.Process(target=worker) for _ in range(workers)]
    for process in started:
        process.start()
    go.set()
    total = sum(results.get() for _ in started)
    for process in started:
        process.join()
    return total


def round_trips(send, receive, answer):
    stop = mp.Value("i", 0, lock=False)

    def answers():
        while stop.value == 0:
            answer()

    other = mp.Process(target=answers)
    other.start()
    began, count = now(), 0
    while True:
        for _ in range(50):
            send()
            receive()
        count += 50
        if now() - began >= SECONDS:
            break
    took = now() - began
    stop.value = 1
    send()
    other.join()
    return count / took


def through(item, count):
    queue, go = mp.Queue(), mp.Event()
    each = count // n

    def consume():
        for _ in range(each):
            queue.get()

    def produce():
        go.wait()
        for _ in range(each):
            queue.put(item)

    started = [mp.Process(target=f) for _ in range(n) for f in (consume, produce)]
    for process in started:
        process.start()
    began = now()
    go.set()
    for process in started:
        process.join()
    return each * n / (now() - began)


def lock_uncontended():
    lock = mp.Lock()

    def body(times):
        for _ in range(times):
            lock.acquire()
            lock.release()

    return rate(1, body)


def lock_with():
    lock = mp.Lock()

    def body(times):
        for _ in range(times):
            with lock:
                pass

    return rate(1, body)


def counter_getlock():
    counter = mp.Value("q", 0)

    def body(times):
        for _ in range(times):
            with counter.get_lock():
                counter.value += 1

    return rate(n, body)


def lock_contended():
    lock, counter = mp.Lock(), mp.Value("q", 0, lock=False)

    def body(times):
        for _ in range(times):
            lock.acquire()
            counter.value += 1
            lock.release()

    return rate(n, body)


def sem_pingpong():
    there, back = mp.Semaphore(0), mp.Semaphore(0)

    def answer():
        there.acquire()
        back.release()

    return round_trips(there.release, back.acquire, answer)


def cond_pingpong():
    changed, turn = mp.Condition(), mp.Value("i", 0, lock=False)

    def give(mine, to):
        with changed:
            while turn.value != mine:
                changed.wait()
            turn.value = to
            changed.notify()

    return round_trips(lambda: give(0, 1), lambda: give(2, 0), lambda: give(1, 2))


def barrier():
    gate = mp.Barrier(n)

    def party():
        for _ in range(ROUNDS):
            gate.wait()

    started = [mp.Process(target=party) for _ in range(n - 1)]
    began = now()
    for process in started:
        process.start()
    party()
    took = now() - began
    for process in started:
        process.join()
    return ROUNDS / took


def event_wake():
    event, ready, done = mp.Event(), mp.Semaphore(0), mp.Semaphore(0)
    woke, times, total = mp.Value("d", 0, lock=False), 100, 0

    def sleeper():
        for _ in range(times):
            ready.release()
            event.wait()
            woke.value = now()
            event.clear()
            done.release()

    other = mp.Process(target=sleeper)
    other.start()
    for _ in range(times):
        ready.acquire()
        time.sleep(0.002)
        began = now()
        event.set()
        done.acquire()
        total += woke.value - began
    other.join()
    return total / times * 1e6


def queue_pingpong():
    there, back = mp.Queue(), mp.Queue()

    def answer():
        there.get()
        back.put(1)

    return round_trips(lambda: there.put(1), back.get, answer)


def pipe_pingpong():
    here, there = mp.Pipe()

    def answer():
        there.recv()
        there.send(1)

    return round_trips(lambda: here.send(1), here.recv, answer)


def elements(body):
    array, began, count = mp.Array("d", 1000000), now(), 0
    while now() - began < SECONDS:
        body(array)
        count += len(array)
    return count / (now() - began)


def array_fill_elem():
    def body(array):
        for i in range(len(array)):
            array[i] = i

    return elements(body)


def array_sum_elem():
    def body(array):
        total = 0
        for i in range(len(array)):
            total += array[i]

    return elements(body)


def array_assign():
    values = [float(i) for i in range(8000)]

    def body(array):
        for i in range(0, len(array), 8000):
            array[i:i + 8000] = values

    return elements(body)


def array_slice():
    def body(array):
        for i in range(0, len(array), 8000):
            array[i:i + 8000]

    return elements(body)


def nothing():
    pass


def proc_startjoin():
    began, count = now(), 0
    while now() - began < SECONDS:
        process = mp.Process(target=nothing)
        process.start()
        process.join()
        count += 1
    return count / (now() - began)


def pool_create():
    began, count = now(), 0
    while now() - began < SECONDS:
        pool = mp.Pool(4)
        pool.close()
        pool.join()
        count += 1
    return count / (now() - began)


def square(x):
    return x * x


def pool_map(chunksize):
    pool, items = mp.Pool(4), list(range(10000))
    began, count = now(), 0
    while now() - began < SECONDS:
        pool.map(square, items, chunksize)
        count += len(items)
    took = now() - began
    pool.close()
    pool.join()
    return count / took


def mem_pss():
    for _ in range(n):
        mp.Process(target=time.sleep, args=(60,), daemon=True).start()
    time.sleep(0.2)
    print("RESULT 0", flush=True)
    time.sleep(60)


mp.set_start_method("fork")
rows = {
    "lock.uncontended": lock_uncontended,
    "lock.with": lock_with,
    "counter.getlock": counter_getlock,
    "lock.contended": lock_contended,
    "sem.pingpong": sem_pingpong,
    "cond.pingpong": cond_pingpong,
    "barrier": barrier,
    "event.wake": event_wake,
    "queue.int": lambda: through(7, ITEMS),
    "queue.str1k": lambda: through("x" * 1024, ITEMS // 2),
    "queue.pingpong": queue_pingpong,
    "pipe.pingpong": pipe_pingpong,
    "array.fill.elem": array_fill_elem,
    "array.sum.elem": array_sum_elem,
    "array.assign": array_assign,
    "array.slice": array_slice,
    "proc.startjoin": proc_startjoin,
    "pool.create": pool_create,
    "pool.map.chunk1": lambda: pool_map(1),
    "pool.map.default": lambda: pool_map(None),
    "mem.pss": mem_pss,
}
print("RESULT %.10g" % rows[row](), flush=True)
