---@meta multiprocessing
-- luacheck: ignore 212 241

-- What an editor with LuaLS knows of `multiprocessing`: put lua/meta into its workspace.library. lua/meta/reference.lua
-- turns this into a page to read, and tests/cli/stubs.sh compares it with the module.

---Python's module of that name, for Lua: processes, and what they share.
---
---Outcomes are of three kinds. A refusal that one must expect is `nil, why`; a yes or no is `true` or `false, why`;
---misuse raises an error object, `multiprocessing.Error`. nil is a legal item, so test the second result: with
---`local item, why = q:get(true, 1)` ask `if why then`.
---
---Times are seconds, fractions too. As a timeout, nil means for ever, 0 or less means at once, and `block=false` makes
---it irrelevant. Arguments may be given by position, or by name in one plain table: `mp.Queue{maxsize=10}`. Where no
---`name=` is given, an object is named after the local variable that it is assigned to.
---
---Whatever waits raises Interrupted when the process gets an interrupt (SIGINT) meanwhile. A wrong type or an unknown
---keyword is a TypeError, an unknown attribute an AttributeError, on every object.
---@class multiprocessing
local mp = {}

---What misuse raises: a table, whose text is `lesson.lua:12: ValueError: lock released too many times`.
---@class multiprocessing.Error
---@field kind string "ValueError", "TypeError", "AssertionError", "OSError", "OverflowError", "Interrupted", …
---@field message string what is wrong, in one sentence
---@field where string FILE:LINE of the scenario
---@field process string? name of the process that raised it
---@field object string? name of the lock, queue … that it is about

---What raises for a task of a pool: the error of the task, of its own kind (RemoteError when it was none of ours), or
---WorkerLost when the worker died, or PoolTerminated.
---@class multiprocessing.PoolError: multiprocessing.Error
---@field traceback string? of the worker, where the task raised an error
---@field value any the task's own error value, if it can cross
---@field pid integer? of the worker that was lost
---@field signal integer? that killed the worker
---@field exitcode integer? of the worker that was lost: -signal when it was killed

---@alias multiprocessing.Typecode "b"|"B"|"h"|"H"|"i"|"I"|"l"|"L"|"q"|"Q"|"f"|"d"|"c"
---@alias multiprocessing.AnyLock multiprocessing.Lock|multiprocessing.RLock
---@alias multiprocessing.Sentinel userdata
---@alias multiprocessing.AnyQueue multiprocessing.Queue|multiprocessing.SimpleQueue|multiprocessing.JoinableQueue
---@alias multiprocessing.Waitable
---| multiprocessing.Connection
---| multiprocessing.Process
---| multiprocessing.Sentinel
---| multiprocessing.AnyQueue

-- Process -------------------------------------------------------------------------------------------------------------

---@class multiprocessing.ProcessOptions
---@field group nil Python has it, and it is always nil
---@field target function? what the process calls; not needed when a subclass has its own `run`
---@field name string? otherwise Process-1, Process-2 …, and Process-1:1 for a child's child
---@field args any[]? arguments of the target; the fork inherits them, so they may be anything
---@field kwargs table? one more argument behind args
---@field daemon boolean? terminated when main's chunk ends; default: as its creator
---@field nice integer? -20 (goes first) to 19 (goes last)
---@field affinity integer[]? the processors it may use, from 0

---A process: made here, started by `start`, and then a child of the process that started it.
---
---`local p <close> = mp.Process{target=f}:start()` joins it at the end of the block, and terminates it first when an
---error passes. Making one raises ValueError for a nice or an affinity out of range.
---@class multiprocessing.Process
---@field name string may be set at any time
---@field daemon boolean may be set before start; later an AssertionError
---@field pid integer? nil before start
---@field ident integer? the same as pid
---@field exitcode integer? nil while it runs; 0 and up by its own end, 1 after an uncaught error, -signal when killed
---@field sentinel multiprocessing.Sentinel for mp.wait: ready once the process has ended; ValueError before start
---@field error {kind: string, message: string, traceback: string}? the uncaught error that ended it
---@field nice integer may be set; PermissionError or OSError when it cannot
---@field affinity integer[] may be set; PermissionError or OSError when it cannot
---@overload fun(options: multiprocessing.ProcessOptions): multiprocessing.Process
---@overload fun(group: nil, target?: function, name?: string, args?: any[], kwargs?: table): multiprocessing.Process
---@overload fun(...: any): multiprocessing.Process
local Process = {}
mp.Process = Process

---Make a class of processes: give it `init(self, …)` and `run(self)`, and call it to make one.
---
---The base's own initialisation comes first by itself; `init` gets the arguments of the call.
---@param name string the class's name, for the names of its processes
---@return multiprocessing.Process class
---@nodiscard
function Process:subclass(name) end

---In a subclass: what happens with the arguments of the call.
---@param ... any
function Process:init(...) end

---What the process does; a subclass may have its own. As it is, it calls the target with args and kwargs.
function Process:run() end

---Fork, and run it in the child.
---
---Raises AssertionError when it was started already, was made by another process, or this one is a daemon; OSError when
---the run has as many processes as it may.
---@return multiprocessing.Process self
function Process:start() end

---Wait until the process has ended, and reap it.
---
---Raises AssertionError for the current process, and for one that was not started.
---@param timeout? number seconds; nil = for ever
---@return boolean ended
---@return "timeout"? why
---@overload fun(self: multiprocessing.Process, options: {timeout?: number}): boolean, "timeout"?
function Process:join(timeout) end

---Whether it was started and has not ended.
---@return boolean
---@nodiscard
function Process:is_alive() end

---Ask it to end, by SIGTERM. Raises ValueError before start.
---@return boolean sent
---@return "exited"? why it was not sent
function Process:terminate() end

---End it at once, by SIGKILL: it does nothing more, releases nothing. Raises ValueError before start.
---@return boolean sent
---@return "exited"? why it was not sent
function Process:kill() end

---Raise an error of kind Interrupted in it at what it is doing, by SIGINT. Raises ValueError before start.
---@return boolean sent
---@return "exited"? why it was not sent
function Process:interrupt() end

---Give up the object: but for name and daemon, it is of no use afterwards. Raises ValueError while the process runs.
function Process:close() end

---The process we are in.
---@return multiprocessing.Process
---@nodiscard
function mp.current_process() end

---The process that started ours; nil in main.
---@return multiprocessing.Process?
---@nodiscard
function mp.parent_process() end

---Our children that have not ended, workers of pools too, by pid. It reaps those that have.
---@return multiprocessing.Process[]
function mp.active_children() end

---How many processors the machine has online.
---@return integer
---@nodiscard
function mp.cpu_count() end

---The pid of the process we are in.
---@return integer
---@nodiscard
function mp.getpid() end

---The pid of the process that started ours, as long as it lives; then that of whoever adopted us.
---@return integer
---@nodiscard
function mp.getppid() end

---Do nothing for so long. Raises ValueError for less than 0.
---@param seconds number 0 or more
function mp.sleep(seconds) end

---The time since the run began.
---@return number seconds
---@nodiscard
function mp.time() end

---End this process here; nothing catches it.
---@param code? integer|boolean|string 0 to 255; nil and true are 0, false is 1, a text is printed and is 1
function mp.exit(code) end

---Set how willingly a process leaves the processor to others. Raises ValueError out of range.
---@param process multiprocessing.Process
---@param nice integer -20 (goes first) to 19 (goes last)
---@return true? done
---@return ("permission"|"exited")? why
function mp.setpriority(process, nice) end

---How willingly a process leaves the processor to others.
---@param process multiprocessing.Process
---@return integer nice -20 to 19
---@nodiscard
function mp.getpriority(process) end

---Set the processors that a process may use. Raises ValueError when none of them is there.
---@param process multiprocessing.Process
---@param processors integer[] numbers from 0 to 1023
---@return true? done
---@return ("permission"|"exited")? why
function mp.sched_setaffinity(process, processors) end

-- Pipe and queues -----------------------------------------------------------------------------------------------------

---One end of a pipe. It closes itself when its process ends, or by `local c <close>`.
---
---Unlike in Python, it stays open when it is only forgotten: when the garbage collector comes by is chance, and whether
---a reader hears the end must not be. Close what others are to hear the end of.
---
---Methods raise OSError when this process has closed the end, or when it is the wrong end of a one-way pipe.
---@class multiprocessing.Connection
---@field name string the variable's part of the pipe's name
---@field closed boolean whether this process has closed it
---@field readable boolean
---@field writable boolean
local Connection = {}

---Make a pipe and return its two ends.
---@param duplex? boolean default true, both ways; false: the first end only reads, the second only writes
---@param name? string
---@return multiprocessing.Connection first
---@return multiprocessing.Connection second
---@overload fun(options: {duplex?: boolean, name?: string}): multiprocessing.Connection, multiprocessing.Connection
---@nodiscard
function mp.Pipe(duplex, name) end

---Send a value; waits while the pipe is full (64 KiB). Raises TypeError for what cannot cross, and names its path.
---@param value any nil too
---@return true? sent
---@return "eof"? why nobody has the reading end any more
function Connection:send(value) end

---Receive a value; waits for one. Raises TypeError for what came by send_bytes.
---@param timeout? number seconds; nil = for ever
---@return any value
---@return ("eof"|"timeout")? why eof: nobody has the writing end any more, and all is read
---@overload fun(self: multiprocessing.Connection, options: {timeout?: number}): any, ("eof"|"timeout")?
function Connection:recv(timeout) end

---Whether there is something to receive, or the end.
---@param timeout? number seconds to wait for it; not given = 0, nil = for ever
---@return boolean
---@overload fun(self: multiprocessing.Connection, options: {timeout?: number}): boolean
function Connection:poll(timeout) end

---Send a string's bytes as one message. Raises ValueError when the bytes are not all in the string.
---@param s string
---@param i? integer first byte, from 1, negative from the end; default 1
---@param j? integer last byte; default -1
---@return true? sent
---@return "eof"? why nobody has the reading end any more
---@overload fun(self: multiprocessing.Connection, options: {s: string, i?: integer, j?: integer}): true?, "eof"?
function Connection:send_bytes(s, i, j) end

---Receive a message of send_bytes. Raises OSError, and leaves it there, when it is longer than max.
---@param max? integer bytes, 0 or more; nil = any length
---@param timeout? number seconds; nil = for ever
---@return string? bytes
---@return ("eof"|"timeout")? why
---@overload fun(self: multiprocessing.Connection, options: {max?: integer, timeout?: number}): string?, string?
function Connection:recv_bytes(max, timeout) end

---Close this process's copy of the end. Others hear the end when every copy of the writing end is closed.
function Connection:close() end

---Wait until at least one of them is ready: has an item or message, or has ended.
---
---Raises TypeError for anything else, OSError for a connection that is closed or only writes, ValueError for a closed
---queue.
---@generic T: multiprocessing.Waitable
---@param list T[]
---@param timeout? number|{timeout: number?} seconds; nil = for ever
---@return T[] ready the same objects; none after the timeout
function mp.wait(list, timeout) end

---Items pass from process to process, first in, first out; sizes are exact. `#q` is `q:qsize()`.
---
---Methods that put or get raise ValueError when this process has closed the queue.
---@class multiprocessing.Queue
---@field name string
local Queue = {}

---Make a queue.
---@param maxsize? integer items; 0, nil or less = no limit
---@param name? string
---@return multiprocessing.Queue
---@overload fun(options: {maxsize?: integer, name?: string}): multiprocessing.Queue
---@nodiscard
function mp.Queue(maxsize, name) end

---Put an item at the end; waits while the queue is full.
---
---Raises TypeError for what cannot cross, and names its path; MemoryError when no memory is left. Neither changes the
---queue.
---@param item any nil too
---@param block? boolean default true; false: do not wait
---@param timeout? number seconds; nil = for ever
---@return true? put
---@return "full"? why
---@overload fun(self: multiprocessing.Queue, item: any, options: {block?: boolean, timeout?: number}): true?, "full"?
function Queue:put(item, block, timeout) end

---Take the first item; waits for one.
---@param block? boolean default true; false: do not wait
---@param timeout? number seconds; nil = for ever
---@return any item
---@return "empty"? why
---@overload fun(self: multiprocessing.Queue, options: {block?: boolean, timeout?: number}): any, "empty"?
function Queue:get(block, timeout) end

---put without waiting.
---@param item any
---@return true? put
---@return "full"? why
function Queue:put_nowait(item) end

---get without waiting.
---@return any item
---@return "empty"? why
function Queue:get_nowait() end

---`for item in q:items() do`: take items until one is nil; waits for each.
---@return fun(queue: multiprocessing.Queue): any next
---@return multiprocessing.Queue queue
---@nodiscard
function Queue:items() end

---How many items are in it.
---@return integer
---@nodiscard
function Queue:qsize() end

---Whether there is no item in it.
---@return boolean
---@nodiscard
function Queue:empty() end

---Whether maxsize items are in it.
---@return boolean
---@nodiscard
function Queue:full() end

---Close this process's handle of it; the queue and its items stay.
function Queue:close() end

---A queue without limit, and without timeouts.
---@class multiprocessing.SimpleQueue
---@field name string
local SimpleQueue = {}

---Make a queue that only puts and gets.
---@param name? string
---@return multiprocessing.SimpleQueue
---@overload fun(options: {name?: string}): multiprocessing.SimpleQueue
---@nodiscard
function mp.SimpleQueue(name) end

---Put an item at the end. Raises as Queue:put.
---@param item any nil too
---@return true
function SimpleQueue:put(item) end

---Take the first item; waits for one.
---@return any item
function SimpleQueue:get() end

---`for item in q:items() do`: take items until one is nil; waits for each.
---@return fun(queue: multiprocessing.SimpleQueue): any next
---@return multiprocessing.SimpleQueue queue
---@nodiscard
function SimpleQueue:items() end

---Whether there is no item in it.
---@return boolean
---@nodiscard
function SimpleQueue:empty() end

---Close this process's handle of it; the queue and its items stay.
function SimpleQueue:close() end

---A queue that knows which of its items were worked off.
---@class multiprocessing.JoinableQueue: multiprocessing.Queue
local JoinableQueue = {}

---Make a queue that can be waited for until all its items are worked off.
---@param maxsize? integer items; 0, nil or less = no limit
---@param name? string
---@return multiprocessing.JoinableQueue
---@overload fun(options: {maxsize?: integer, name?: string}): multiprocessing.JoinableQueue
---@nodiscard
function mp.JoinableQueue(maxsize, name) end

---Say that an item that was taken is worked off. Raises ValueError when there was none.
function JoinableQueue:task_done() end

---Wait until every item that was put is worked off.
---@param timeout? number seconds; nil = for ever
---@return true? done
---@return ("timeout"|"abandoned")? why abandoned: who took some died before task_done
---@return integer? count how many are abandoned
---@overload fun(self: multiprocessing.JoinableQueue, options: {timeout?: number}): true?, string?, integer?
function JoinableQueue:join(timeout) end

-- Synchronisation -----------------------------------------------------------------------------------------------------

---What `with` returns: `local _ <close> = lock:with()` releases the lock at the end of the block, however it ends.
---
---It has no methods. One that is thrown away while it still holds is reported.
---@class multiprocessing.Guard

---A lock: one process at a time has it. Any process may release it.
---@class multiprocessing.Lock
---@field name string
---@field owner {pid: integer, name: string}? who has it
local Lock = {}

---Make a lock. Raises ValueError for another on_owner_death.
---
---When its owner dies: "recover" gives it to the next one, who is told "abandoned"; with "stall" it stays locked, as in
---Python; with "error" nobody gets it before recover().
---@param name? string
---@param fair? boolean default false; true: first come, first served
---@param on_owner_death? "recover"|"stall"|"error" default "recover"
---@return multiprocessing.Lock
---@overload fun(options: {name?: string, fair?: boolean, on_owner_death?: string}): multiprocessing.Lock
---@nodiscard
function mp.Lock(name, fair, on_owner_death) end

---Take the lock; waits until it is free.
---@param block? boolean default true; false: do not wait
---@param timeout? number seconds; nil = for ever
---@return boolean? taken nil: it has to be recovered first
---@return ("abandoned"|"busy"|"timeout"|"notrecoverable")? why abandoned: you have it, its last owner died with it
---@overload fun(self: multiprocessing.Lock, options: {block?: boolean, timeout?: number}): boolean?, string?
function Lock:acquire(block, timeout) end

---Give the lock up. Raises ValueError when it is not locked.
function Lock:release() end

---Whether somebody has it.
---@return boolean
---@nodiscard
function Lock:locked() end

---Make a lock usable again whose owner died, after on_owner_death="error".
---@return boolean recovered false: there was nothing to recover
function Lock:recover() end

---Take the lock for a block: `local _ <close> = lock:with()`; or for a function, whose results it returns.
---
---Raises OSError when the lock has to be recovered first.
---@return multiprocessing.Guard guard
---@return "abandoned"? why its last owner died with it
---@overload fun(self: multiprocessing.Lock, f: function, ...: any): any
---@nodiscard
function Lock:with() end

---A lock that its owner may take again; as many releases give it up.
---@class multiprocessing.RLock
---@field name string
---@field owner {pid: integer, name: string}? who has it
---@field depth integer how many times its owner has it
local RLock = {}

---Make a lock that its owner may take again. Raises ValueError for another on_owner_death.
---@param name? string
---@param fair? boolean default false; true: first come, first served
---@param on_owner_death? "recover"|"stall"|"error" as for Lock
---@return multiprocessing.RLock
---@overload fun(options: {name?: string, fair?: boolean, on_owner_death?: string}): multiprocessing.RLock
---@nodiscard
function mp.RLock(name, fair, on_owner_death) end

---Take the lock, once more if it is ours; waits until it is free. Raises OverflowError after 2147483647 times.
---@param block? boolean default true; false: do not wait
---@param timeout? number seconds; nil = for ever
---@return boolean? taken nil: it has to be recovered first
---@return ("abandoned"|"busy"|"timeout"|"notrecoverable")? why abandoned: you have it, its last owner died with it
---@overload fun(self: multiprocessing.RLock, options: {block?: boolean, timeout?: number}): boolean?, string?
function RLock:acquire(block, timeout) end

---Give it up once. Raises AssertionError when this process does not have it.
function RLock:release() end

---Whether somebody has it.
---@return boolean
---@nodiscard
function RLock:locked() end

---Make a lock usable again whose owner died, after on_owner_death="error".
---@return boolean recovered false: there was nothing to recover
function RLock:recover() end

---Take the lock for a block or a function, as Lock:with.
---@return multiprocessing.Guard guard
---@return "abandoned"? why its last owner died with it
---@overload fun(self: multiprocessing.RLock, f: function, ...: any): any
---@nodiscard
function RLock:with() end

---A number of permits. They have no owner: what a process took and did not give back stays taken when it ends.
---@class multiprocessing.Semaphore
---@field name string
local Semaphore = {}

---Make a semaphore. Raises OSError for a number of permits out of range.
---@param value? integer permits at the beginning, 0 to 2147483647 (65535 with on_owner_death); default 1
---@param name? string
---@param on_owner_death? "recover" the permits of a process that was killed come back
---@return multiprocessing.Semaphore
---@overload fun(options: {value?: integer, name?: string, on_owner_death?: "recover"}): multiprocessing.Semaphore
---@nodiscard
function mp.Semaphore(value, name, on_owner_death) end

---Make a semaphore that never has more permits than at the beginning. Raises OSError for a number out of range.
---@param value? integer permits at the beginning, 0 to 2147483647 (65535 with on_owner_death); default 1
---@param name? string
---@param on_owner_death? "recover" the permits of a process that was killed come back
---@return multiprocessing.Semaphore
---@overload fun(options: {value?: integer, name?: string, on_owner_death?: "recover"}): multiprocessing.Semaphore
---@nodiscard
function mp.BoundedSemaphore(value, name, on_owner_death) end

---Take a permit; waits until there is one.
---@param block? boolean default true; false: do not wait
---@param timeout? number seconds; nil = for ever
---@return boolean taken
---@return ("busy"|"timeout")? why
---@overload fun(self: multiprocessing.Semaphore, options: {block?: boolean, timeout?: number}): boolean, string?
function Semaphore:acquire(block, timeout) end

---Give permits back. Raises ValueError for fewer than 1, or more than it may have.
---@param n? integer 1 or more; default 1
---@overload fun(self: multiprocessing.Semaphore, options: {n?: integer})
function Semaphore:release(n) end

---How many permits there are.
---@return integer
---@nodiscard
function Semaphore:get_value() end

---Whether there is no permit.
---@return boolean
---@nodiscard
function Semaphore:locked() end

---Take a permit for a block or a function, as Lock:with.
---@return multiprocessing.Guard guard
---@overload fun(self: multiprocessing.Semaphore, f: function, ...: any): any
---@nodiscard
function Semaphore:with() end

---A flag that processes wait for.
---@class multiprocessing.Event
---@field name string
local Event = {}

---Make a flag, not set.
---@param name? string
---@return multiprocessing.Event
---@overload fun(options: {name?: string}): multiprocessing.Event
---@nodiscard
function mp.Event(name) end

---Set the flag: all who wait go on.
function Event:set() end

---Take the flag back.
function Event:clear() end

---Whether it is set.
---@return boolean
---@nodiscard
function Event:is_set() end

---Wait until it is set.
---@param timeout? number seconds; nil = for ever
---@return boolean set
---@return "timeout"? why
---@overload fun(self: multiprocessing.Event, options: {timeout?: number}): boolean, "timeout"?
function Event:wait(timeout) end

---A lock, and a line of those who gave it up to wait for a word.
---@class multiprocessing.Condition
---@field name string
---@field n_waiting integer how many wait
local Condition = {}

---Make a condition.
---@param lock? multiprocessing.AnyLock default: an RLock of its own
---@param name? string
---@return multiprocessing.Condition
---@overload fun(options: {lock?: multiprocessing.AnyLock, name?: string}): multiprocessing.Condition
---@nodiscard
function mp.Condition(lock, name) end

---Take its lock, as Lock:acquire.
---@param block? boolean default true; false: do not wait
---@param timeout? number seconds; nil = for ever
---@return boolean? taken nil: it has to be recovered first
---@return ("abandoned"|"busy"|"timeout"|"notrecoverable")? why
---@overload fun(self: multiprocessing.Condition, options: {block?: boolean, timeout?: number}): boolean?, string?
function Condition:acquire(block, timeout) end

---Give its lock up, as Lock:release or RLock:release.
function Condition:release() end

---Take its lock for a block or a function, as Lock:with.
---@return multiprocessing.Guard guard
---@return "abandoned"? why
---@overload fun(self: multiprocessing.Condition, f: function, ...: any): any
---@nodiscard
function Condition:with() end

---Give the lock up, wait to be notified, and take the lock again at any depth it had.
---
---Raises AssertionError when this process does not have the lock.
---@param timeout? number seconds; nil = for ever
---@return boolean notified
---@return ("timeout"|"abandoned")? why abandoned: the lock's last owner died with it
---@return "abandoned"? lock behind "timeout"
---@overload fun(self: multiprocessing.Condition, options: {timeout?: number}): boolean, string?, string?
function Condition:wait(timeout) end

---Wait until a function says yes; it is asked first, and after every word. Raises as wait.
---@param predicate fun(): any
---@param timeout? number seconds; nil = for ever
---@return any result of the function: false or nil after the timeout
---@return "timeout"? why
---@overload fun(self: multiprocessing.Condition, options: {predicate: function, timeout?: number}): any, "timeout"?
function Condition:wait_for(predicate, timeout) end

---Wake some who wait. Raises AssertionError when this process does not have the lock, ValueError for less than 0.
---@param n? integer how many at most, 0 or more; default 1
---@return integer woken
---@overload fun(self: multiprocessing.Condition, options: {n?: integer}): integer
function Condition:notify(n) end

---Wake all who wait. Raises AssertionError when this process does not have the lock.
---@return integer woken
function Condition:notify_all() end

---A meeting point: everyone waits until all have come.
---@class multiprocessing.Barrier
---@field name string
---@field parties integer how many have to come
---@field n_waiting integer how many have come
---@field broken boolean
local Barrier = {}

---@class multiprocessing.BarrierOptions
---@field parties integer 1 to 2147483647
---@field action function? called by the last to come, before all go on
---@field timeout number? seconds, for every wait; nil = for ever
---@field name string?

---Make a barrier. Raises ValueError for a number of parties out of range.
---@param parties integer 1 to 2147483647
---@param action? function called by the last to come, before all go on; it is inherited, and does not cross a queue
---@param timeout? number seconds, for every wait; nil = for ever
---@param name? string
---@return multiprocessing.Barrier
---@overload fun(options: multiprocessing.BarrierOptions): multiprocessing.Barrier
---@nodiscard
function mp.Barrier(parties, action, timeout, name) end

---Wait until all have come.
---
---A timeout breaks the barrier for all, and so does a party's death or an error in the action.
---Raises ValueError when the barrier came without its action; the error of the action in whoever calls it.
---@param timeout? number seconds; nil = the barrier's own
---@return integer? index 0 to parties-1, in the order in which they came
---@return "broken"? why
---@return string? reason "timeout of w1", "death of w2", "aborted by main", "reset by main" …
---@overload fun(self: multiprocessing.Barrier, options: {timeout?: number}): integer?, "broken"?, string?
function Barrier:wait(timeout) end

---Break it: all who wait or come get "broken".
function Barrier:abort() end

---Empty it, and make a broken one whole: all who wait get "broken".
function Barrier:reset() end

-- Shared memory -------------------------------------------------------------------------------------------------------

---One number in shared memory. To read it and to write it are two operations: others may come in between.
---@class multiprocessing.Value
---@field name string
---@field value number|string may be set; TypeError or OverflowError for what its type does not hold
local Value = {}

---Make a number in shared memory. Raises TypeError for an unknown typecode, OverflowError for an init out of range.
---@param typecode multiprocessing.Typecode b B: 8 bits, h H: 16, i I: 32, l L q Q: 64; small is signed; f d: floats
---@param init? number|string default 0; for "c" a string of one byte
---@param lock? boolean|multiprocessing.AnyLock default true, an RLock of its own; false: none
---@param name? string
---@return multiprocessing.Value
---@overload fun(options: {typecode: string, init?: any, lock?: any, name?: string}): multiprocessing.Value
---@nodiscard
function mp.Value(typecode, init, lock, name) end

---Make a number in shared memory without a lock. Raises as Value.
---@param typecode multiprocessing.Typecode as for Value
---@param init? number|string default 0; for "c" a string of one byte
---@param name? string
---@return multiprocessing.Value
---@overload fun(options: {typecode: string, init?: any, name?: string}): multiprocessing.Value
---@nodiscard
function mp.RawValue(typecode, init, name) end

---Its lock. Raises ValueError when it has none.
---@return multiprocessing.AnyLock
---@nodiscard
function Value:get_lock() end

---The same number without its lock.
---@return multiprocessing.Value
---@nodiscard
function Value:get_obj() end

---Take its lock for a block or a function, as Lock:with. Raises ValueError when it has none.
---@return multiprocessing.Guard guard
---@return "abandoned"? why
---@overload fun(self: multiprocessing.Value, f: function, ...: any): any
---@nodiscard
function Value:with() end

---Numbers of one type in shared memory: `a[1]` to `a[#a]`, and ipairs. Each read or write of one is one operation.
---
---To read outside gives nil; to write there is an IndexError. What the type does not hold is a TypeError or an
---OverflowError.
---@class multiprocessing.Array
---@field name string
---@field [integer] number|string
local Array = {}

---An Array of type "c", made of bytes.
---@class multiprocessing.CharArray: multiprocessing.Array
---@field value string the bytes before the first NUL; may be set; ValueError when it is too long
---@field raw string all the bytes; may be set; ValueError when it is too long

---Make an array in shared memory.
---
---Raises TypeError for an unknown typecode, ValueError for a size less than 0, MemoryError when there is no room.
---@param typecode multiprocessing.Typecode as for Value
---@param init integer|table|string how many elements, all 0; or the elements; for "c" also a string
---@param lock? boolean|multiprocessing.AnyLock default true, an RLock of its own; false: none
---@param name? string
---@param size? integer instead of init, how many elements
---@return multiprocessing.Array
---@overload fun(options: multiprocessing.ArrayOptions): multiprocessing.Array
---@overload fun(typecode: "c", init: integer|table|string, lock?: any, name?: string): multiprocessing.CharArray
---@nodiscard
function mp.Array(typecode, init, lock, name, size) end

---@class multiprocessing.ArrayOptions
---@field typecode multiprocessing.Typecode
---@field init (integer|table|string)? how many elements, or the elements
---@field size integer? instead of init, how many elements
---@field lock (boolean|multiprocessing.AnyLock)? default true, an RLock of its own; false: none
---@field name string?

---Make an array in shared memory without a lock. Raises as Array.
---@param typecode multiprocessing.Typecode as for Value
---@param init integer|table|string how many elements, all 0; or the elements; for "c" also a string
---@param name? string
---@param size? integer instead of init, how many elements
---@return multiprocessing.Array
---@overload fun(options: {typecode: string, init?: any, name?: string, size?: integer}): multiprocessing.Array
---@nodiscard
function mp.RawArray(typecode, init, name, size) end

---A copy of the elements i to j, as string.sub takes them; of type "c" a string.
---@param i? integer from 1, negative from the end; default 1
---@param j? integer default -1
---@return table|string
---@overload fun(self: multiprocessing.Array, options: {i?: integer, j?: integer}): table|string
---@nodiscard
function Array:slice(i, j) end

---Set the elements from the first on. Raises IndexError when they do not all fit.
---@param first integer from 1
---@param elements table|string a string only for type "c"
function Array:assign(first, elements) end

---Its lock. Raises ValueError when it has none.
---@return multiprocessing.AnyLock
---@nodiscard
function Array:get_lock() end

---The same array without its lock.
---@return multiprocessing.Array
---@nodiscard
function Array:get_obj() end

---Take its lock for a block or a function, as Lock:with. Raises ValueError when it has none.
---@return multiprocessing.Guard guard
---@return "abandoned"? why
---@overload fun(self: multiprocessing.Array, f: function, ...: any): any
---@nodiscard
function Array:with() end

-- Pool ----------------------------------------------------------------------------------------------------------------

---Workers that do tasks. Only the process that made it may use it. `local pool <close> = mp.Pool(4)` terminates it.
---
---A worker that is killed costs its task a WorkerLost, and is replaced. Callbacks run in the owner, while it waits for
---whatever it be. Methods that give tasks raise ValueError after close or terminate, and TypeError for what cannot
---cross.
---@class multiprocessing.Pool
---@field name string
local Pool = {}

---@class multiprocessing.PoolOptions
---@field processes integer? how many workers, 1 or more; default: cpu_count()
---@field initializer function? every worker calls it first
---@field initargs any[]? its arguments
---@field maxtasksperchild integer? so many tasks, 1 or more, and a worker is replaced; default: no limit
---@field name string?

---Make a pool, and start its workers; they are daemons. Raises ValueError for numbers less than 1.
---@param processes? integer how many workers, 1 or more; default: cpu_count()
---@param initializer? function every worker calls it first
---@param initargs? any[] its arguments
---@param maxtasksperchild? integer so many tasks, 1 or more, and a worker is replaced; default: no limit
---@param name? string
---@return multiprocessing.Pool
---@overload fun(options: multiprocessing.PoolOptions): multiprocessing.Pool
---@nodiscard
function mp.Pool(processes, initializer, initargs, maxtasksperchild, name) end

---Call f in a worker, and wait for its result. Raises a PoolError when the task fails.
---@param f function
---@param args? any[]
---@param kwds? table one more argument behind args
---@return any result
---@overload fun(self: multiprocessing.Pool, f: function, options: {args?: any[], kwds?: table}): any
function Pool:apply(f, args, kwds) end

---Call f in a worker.
---@param f function
---@param args? any[]
---@param kwds? table one more argument behind args
---@param callback? fun(result: any)
---@param error_callback? fun(problem: multiprocessing.PoolError)
---@return multiprocessing.AsyncResult
---@overload fun(self: any, f: function, options: multiprocessing.ApplyOptions): multiprocessing.AsyncResult
function Pool:apply_async(f, args, kwds, callback, error_callback) end

---@class multiprocessing.ApplyOptions
---@field args any[]? arguments of the function
---@field kwds table? one more argument behind args
---@field callback fun(result: any)?
---@field error_callback fun(problem: multiprocessing.PoolError)?

---@class multiprocessing.MapOptions
---@field chunksize integer? items for each task, 1 or more; default: four tasks for each worker
---@field callback fun(results: any[])?
---@field error_callback fun(problem: multiprocessing.PoolError)?

---Call f(item) for every item in the workers, and wait for the results. Raises a PoolError when one fails.
---@param f fun(item: any): any
---@param list any[]|fun(): any a list or an iterator; `n` in the list counts nils at its end
---@param chunksize? integer items for each task, 1 or more; default: four tasks for each worker
---@return any[] results in the order of the items
---@overload fun(self: multiprocessing.Pool, f: function, list: any, options: {chunksize?: integer}): any[]
function Pool:map(f, list, chunksize) end

---map that does not wait.
---@param f fun(item: any): any
---@param list any[]|fun(): any
---@param chunksize? integer
---@param callback? fun(results: any[])
---@param error_callback? fun(problem: multiprocessing.PoolError)
---@return multiprocessing.AsyncResult
---@overload fun(self: any, f: function, list: any, options: multiprocessing.MapOptions): multiprocessing.AsyncResult
function Pool:map_async(f, list, chunksize, callback, error_callback) end

---map whose items are tables of arguments: f(table.unpack(item)).
---@param f function
---@param list any[][]|fun(): any[]
---@param chunksize? integer
---@return any[] results in the order of the items
---@overload fun(self: multiprocessing.Pool, f: function, list: any, options: {chunksize?: integer}): any[]
function Pool:starmap(f, list, chunksize) end

---starmap that does not wait.
---@param f function
---@param list any[][]|fun(): any[]
---@param chunksize? integer
---@param callback? fun(results: any[])
---@param error_callback? fun(problem: multiprocessing.PoolError)
---@return multiprocessing.AsyncResult
---@overload fun(self: any, f: function, list: any, options: multiprocessing.MapOptions): multiprocessing.AsyncResult
function Pool:starmap_async(f, list, chunksize, callback, error_callback) end

---`for i, result in pool:imap(f, list) do`: results in the order of the items, each as soon as it is there.
---@param f fun(item: any): any
---@param list any[]|fun(): any of an iterator, only some items ahead are read
---@param chunksize? integer items for each task, 1 or more; default 1
---@return multiprocessing.IMapIterator
---@overload fun(self: any, f: function, list: any, options: {chunksize?: integer}): multiprocessing.IMapIterator
function Pool:imap(f, list, chunksize) end

---imap in the order in which results come; i is the position of the item.
---@param f fun(item: any): any
---@param list any[]|fun(): any
---@param chunksize? integer items for each task, 1 or more; default 1
---@return multiprocessing.IMapIterator
---@overload fun(self: any, f: function, list: any, options: {chunksize?: integer}): multiprocessing.IMapIterator
function Pool:imap_unordered(f, list, chunksize) end

---No more tasks: the workers end when all are done.
function Pool:close() end

---End the workers at once; what is not done fails with PoolTerminated.
function Pool:terminate() end

---Wait until the workers have ended. Raises ValueError before close or terminate.
function Pool:join() end

---The result of tasks, to come.
---@class multiprocessing.AsyncResult
local AsyncResult = {}

---The result; waits for it. Raises a PoolError when a task failed.
---@param timeout? number seconds; nil = for ever
---@return any result
---@return "timeout"? why
---@overload fun(self: multiprocessing.AsyncResult, options: {timeout?: number}): any, "timeout"?
function AsyncResult:get(timeout) end

---Wait for the result.
---@param timeout? number seconds; nil = for ever
---@return boolean ready
---@return "timeout"? why
---@overload fun(self: multiprocessing.AsyncResult, options: {timeout?: number}): boolean, "timeout"?
function AsyncResult:wait(timeout) end

---Whether it is there.
---@return boolean
---@nodiscard
function AsyncResult:ready() end

---Whether no task failed. Raises ValueError when the result is not there.
---@return boolean
---@nodiscard
function AsyncResult:successful() end

---Results one by one: call it, as `for` does, or its next.
---@class multiprocessing.IMapIterator
---@overload fun(): integer?, any
local IMapIterator = {}

---The next result; waits for it. Raises a PoolError when its task failed; the next call goes on behind it.
---@param timeout? number seconds; nil = for ever
---@return integer? i position of the item; nil at the end, and after the timeout
---@return any result, or "timeout"
function IMapIterator:next(timeout) end

return mp
