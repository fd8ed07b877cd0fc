/* The rows in plain C and glibc:   rows ROW PROCESSES   prints "RESULT value". The work is that of rows.lua.
 *
 * Everything shared lies in one anonymous mapping. Mutexes are robust, as ours survive their owner.
 */
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SECONDS 0.3
#define ITEMS 2000000
#define SLOTS 1024
#define TEXT 1024
#define ELEMENTS 1000000
#define RANGE 8000
#define ROUNDS 20000
#define LIST 10000
#define WORKERS 4

/* A bounded buffer of items of `size` bytes. */
struct queue {
	pthread_mutex_t mutex;
	pthread_cond_t not_empty, not_full;
	size_t size, first, count;
	char items[SLOTS * TEXT];
};

struct shared {
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	bool set;
	volatile int64_t counter;
	volatile int stop, turn;
	int arrived, round; /* at the barrier */
	volatile double woke;
	double rates[64];
	sem_t go, there, back;
	_Atomic int next; /* item of the list that nobody has taken */
	int chunk;
	double list[LIST], squares[LIST];
	struct queue queue, other;
	double elements[ELEMENTS];
};

static struct shared *shared;
static int n;

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static void mutex_init(pthread_mutex_t *mutex)
{
	pthread_mutexattr_t attributes;

	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
	pthread_mutex_init(mutex, &attributes);
}

static void cond_init(pthread_cond_t *cond)
{
	pthread_condattr_t attributes;

	pthread_condattr_init(&attributes);
	pthread_condattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	pthread_cond_init(cond, &attributes);
}

static void queue_init(struct queue *queue, size_t size)
{
	mutex_init(&queue->mutex);
	cond_init(&queue->not_empty);
	cond_init(&queue->not_full);
	queue->size = size;
}

static void put(struct queue *queue, const void *item)
{
	pthread_mutex_lock(&queue->mutex);
	while (queue->count == SLOTS)
		pthread_cond_wait(&queue->not_full, &queue->mutex);
	memcpy(queue->items + (queue->first + queue->count) % SLOTS * queue->size, item, queue->size);
	queue->count++;
	pthread_cond_signal(&queue->not_empty);
	pthread_mutex_unlock(&queue->mutex);
}

static void get(struct queue *queue, void *item)
{
	pthread_mutex_lock(&queue->mutex);
	while (!queue->count)
		pthread_cond_wait(&queue->not_empty, &queue->mutex);
	memcpy(item, queue->items + queue->first * queue->size, queue->size);
	queue->first = (queue->first + 1) % SLOTS;
	queue->count--;
	pthread_cond_signal(&queue->not_full);
	pthread_mutex_unlock(&queue->mutex);
}

/* How many times a second body(1000) does its thing, all workers together. */
static double rate(int workers, void (*body)(int times))
{
	double sum = 0;

	for (int i = 0; i < workers; i++)
		if (fork() == 0) {
			double began, count = 0;

			sem_wait(&shared->go);
			began = now();
			do {
				body(1000);
				count += 1000;
			} while (now() - began < SECONDS);
			shared->rates[i] = count / (now() - began);
			_exit(0);
		}
	for (int i = 0; i < workers; i++)
		sem_post(&shared->go);
	while (wait(NULL) > 0)
		;
	for (int i = 0; i < workers; i++)
		sum += shared->rates[i];
	return sum;
}

/* There and back, many times: send and receive here, answer in another process. */
static double round_trips(void (*send)(void), void (*receive)(void), void (*answer)(void))
{
	double began, took, count = 0;

	if (fork() == 0) {
		while (!shared->stop)
			answer();
		_exit(0);
	}
	began = now();
	do {
		for (int i = 0; i < 50; i++) {
			send();
			receive();
		}
		count += 50;
	} while (now() - began < SECONDS);
	took = now() - began;
	shared->stop = 1;
	send();
	wait(NULL);
	return count / took;
}

static double through(size_t size, int count)
{
	static char item[TEXT];
	int each = count / n;
	double began;

	queue_init(&shared->queue, size);
	for (int i = 0; i < 2 * n; i++)
		if (fork() == 0) {
			if (i % 2)
				sem_wait(&shared->go);
			for (int k = 0; k < each; k++)
				if (i % 2)
					put(&shared->queue, item);
				else
					get(&shared->queue, item);
			_exit(0);
		}
	began = now();
	for (int i = 0; i < n; i++)
		sem_post(&shared->go);
	while (wait(NULL) > 0)
		;
	return each * n / (now() - began);
}

static void locks(int times)
{
	for (int i = 0; i < times; i++) {
		pthread_mutex_lock(&shared->mutex);
		pthread_mutex_unlock(&shared->mutex);
	}
}

static void counts(int times)
{
	for (int i = 0; i < times; i++) {
		pthread_mutex_lock(&shared->mutex);
		shared->counter++;
		pthread_mutex_unlock(&shared->mutex);
	}
}

static void sem_send(void)
{
	sem_post(&shared->there);
}

static void sem_receive(void)
{
	sem_wait(&shared->back);
}

static void sem_answer(void)
{
	sem_wait(&shared->there);
	sem_post(&shared->back);
}

static void queue_send(void)
{
	int item = 1;

	put(&shared->queue, &item);
}

static void queue_receive(void)
{
	int item;

	get(&shared->other, &item);
}

static void queue_answer(void)
{
	int item;

	get(&shared->queue, &item);
	put(&shared->other, &item);
}

static double uncontended(void)
{
	return rate(1, locks);
}

static double contended(void)
{
	return rate(n, counts);
}

static double sem_pingpong(void)
{
	return round_trips(sem_send, sem_receive, sem_answer);
}

static void pass(int mine, int to)
{
	pthread_mutex_lock(&shared->mutex);
	while (shared->turn != mine)
		pthread_cond_wait(&shared->changed, &shared->mutex);
	shared->turn = to;
	pthread_cond_broadcast(&shared->changed);
	pthread_mutex_unlock(&shared->mutex);
}

static void cond_send(void)
{
	pass(0, 1);
}

static void cond_receive(void)
{
	pass(2, 0);
}

static void cond_answer(void)
{
	pass(1, 2);
}

static double cond_pingpong(void)
{
	return round_trips(cond_send, cond_receive, cond_answer);
}

static void party(void)
{
	for (int i = 0; i < ROUNDS; i++) {
		pthread_mutex_lock(&shared->mutex);
		int round = shared->round;
		if (++shared->arrived == n) {
			shared->arrived = 0;
			shared->round++;
			pthread_cond_broadcast(&shared->changed);
		}
		while (shared->round == round)
			pthread_cond_wait(&shared->changed, &shared->mutex);
		pthread_mutex_unlock(&shared->mutex);
	}
}

static double barrier(void)
{
	double began = now(), took;

	for (int i = 1; i < n; i++)
		if (fork() == 0) {
			party();
			_exit(0);
		}
	party();
	took = now() - began;
	while (wait(NULL) > 0)
		;
	return ROUNDS / took;
}

static double event_wake(void)
{
	const int times = 100;
	double sum = 0;

	if (fork() == 0) {
		for (int i = 0; i < times; i++) {
			sem_post(&shared->there);
			pthread_mutex_lock(&shared->mutex);
			while (!shared->set)
				pthread_cond_wait(&shared->changed, &shared->mutex);
			shared->woke = now();
			shared->set = false;
			pthread_mutex_unlock(&shared->mutex);
			sem_post(&shared->back);
		}
		_exit(0);
	}
	for (int i = 0; i < times; i++) {
		double began;

		sem_wait(&shared->there);
		usleep(2000);
		began = now();
		pthread_mutex_lock(&shared->mutex);
		shared->set = true;
		pthread_cond_broadcast(&shared->changed);
		pthread_mutex_unlock(&shared->mutex);
		sem_wait(&shared->back);
		sum += shared->woke - began;
	}
	wait(NULL);
	return sum / times * 1e6;
}

static double queue_int(void)
{
	return through(sizeof(int), ITEMS);
}

static double queue_str1k(void)
{
	return through(TEXT, ITEMS / 2);
}

static double queue_pingpong(void)
{
	queue_init(&shared->queue, sizeof(int));
	queue_init(&shared->other, sizeof(int));
	return round_trips(queue_send, queue_receive, queue_answer);
}

static int ends[2]; /* of a socket pair: what Python's Pipe() is */

static void pipe_send(void)
{
	int item = 1;

	if (write(ends[0], &item, sizeof item) != sizeof item)
		_exit(1);
}

static void pipe_receive(void)
{
	int item;

	if (read(ends[0], &item, sizeof item) != sizeof item)
		_exit(1);
}

static void pipe_answer(void)
{
	int item;

	if (read(ends[1], &item, sizeof item) != sizeof item ||
	    write(ends[1], &item, sizeof item) != sizeof item)
		_exit(1);
}

static double pipe_pingpong(void)
{
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0)
		_exit(1);
	return round_trips(pipe_send, pipe_receive, pipe_answer);
}

static double elements(void (*body)(void))
{
	double began = now(), count = 0;

	do {
		body();
		count += ELEMENTS;
	} while (now() - began < SECONDS);
	return count / (now() - began);
}

static void fill(void)
{
	for (int i = 0; i < ELEMENTS; i++) {
		pthread_mutex_lock(&shared->mutex);
		shared->elements[i] = i;
		pthread_mutex_unlock(&shared->mutex);
	}
}

static void sum(void)
{
	static volatile double total;

	for (int i = 0; i < ELEMENTS; i++) {
		pthread_mutex_lock(&shared->mutex);
		total = total + shared->elements[i];
		pthread_mutex_unlock(&shared->mutex);
	}
}

static double own[RANGE];

static void assign(void)
{
	for (int i = 0; i < ELEMENTS; i += RANGE) {
		pthread_mutex_lock(&shared->mutex);
		memcpy(&shared->elements[i], own, sizeof own);
		pthread_mutex_unlock(&shared->mutex);
	}
}

static void slice(void)
{
	for (int i = 0; i < ELEMENTS; i += RANGE) {
		pthread_mutex_lock(&shared->mutex);
		memcpy(own, &shared->elements[i], sizeof own);
		pthread_mutex_unlock(&shared->mutex);
	}
}

static double array_fill(void)
{
	return elements(fill);
}

static double array_sum(void)
{
	return elements(sum);
}

static double array_assign(void)
{
	return elements(assign);
}

static double array_slice(void)
{
	return elements(slice);
}

static double proc_startjoin(void)
{
	double began = now(), count = 0;

	do {
		if (fork() == 0)
			_exit(0);
		wait(NULL);
		count++;
	} while (now() - began < SECONDS);
	return count / (now() - began);
}

/* Told to go, workers do what is left of the list; a chunk of 0 ends them. */
static void worker(void)
{
	for (;;) {
		sem_wait(&shared->there);
		if (!shared->chunk)
			_exit(0);
		for (;;) {
			int first = atomic_fetch_add(&shared->next, shared->chunk);
			if (first >= LIST)
				break;
			for (int i = first; i < LIST && i < first + shared->chunk; i++)
				shared->squares[i] = shared->list[i] * shared->list[i];
		}
		sem_post(&shared->back);
	}
}

static void hire(void)
{
	for (int i = 0; i < WORKERS; i++)
		if (fork() == 0)
			worker();
}

static void dismiss(void)
{
	shared->chunk = 0;
	for (int i = 0; i < WORKERS; i++)
		sem_post(&shared->there);
	while (wait(NULL) > 0)
		;
}

static double pool_create(void)
{
	double began = now(), count = 0;

	do {
		hire();
		dismiss();
		count++;
	} while (now() - began < SECONDS);
	return count / (now() - began);
}

static double map(int chunk)
{
	double began, took, count = 0;

	hire();
	began = now();
	do {
		shared->chunk = chunk;
		atomic_store(&shared->next, 0);
		for (int i = 0; i < WORKERS; i++)
			sem_post(&shared->there);
		for (int i = 0; i < WORKERS; i++)
			sem_wait(&shared->back);
		count += LIST;
	} while (now() - began < SECONDS);
	took = now() - began;
	dismiss();
	return count / took;
}

static double map_chunk1(void)
{
	return map(1);
}

static double map_default(void)
{
	return map(LIST / (WORKERS * 4));
}

/* Eight idle children; who asked measures the memory, and then ends us. */
static double mem_pss(void)
{
	for (int i = 0; i < n; i++)
		if (fork() == 0) {
			sleep(60);
			_exit(0);
		}
	puts("RESULT 0");
	fflush(stdout);
	sleep(60);
	return 0;
}

static const struct {
	const char *name;
	double (*measure)(void);
} rows[] = {
	{"lock.uncontended", uncontended}, {"lock.with", uncontended},	   {"counter.getlock", contended},
	{"lock.contended", contended},	   {"sem.pingpong", sem_pingpong}, {"event.wake", event_wake},
	{"queue.int", queue_int},	   {"queue.str1k", queue_str1k},   {"queue.pingpong", queue_pingpong},
	{"pipe.pingpong", pipe_pingpong},  {"cond.pingpong", cond_pingpong}, {"barrier", barrier},
	{"pool.create", pool_create},	   {"pool.map.chunk1", map_chunk1}, {"pool.map.default", map_default},
	{"array.fill.elem", array_fill},   {"array.sum.elem", array_sum},  {"array.assign", array_assign},
	{"array.slice", array_slice},	   {"proc.startjoin", proc_startjoin}, {"mem.pss", mem_pss},
};

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	n = atoi(argv[2]);
	shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED)
		return 1;
	mutex_init(&shared->mutex);
	cond_init(&shared->changed);
	sem_init(&shared->go, 1, 0);
	sem_init(&shared->there, 1, 0);
	sem_init(&shared->back, 1, 0);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (strcmp(rows[i].name, argv[1]) == 0) {
			printf("RESULT %.10g\n", rows[i].measure());
			return 0;
		}
	return 2;
}
