/* Producer and consumer in C: a queue with room for three, built from two semaphores and a mutex.
 * cc -pthread same.c -o same && ./same
 */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PRODUCERS = 1, CONSUMERS = 2, CAPACITY = 3, ITEMS = 8 };

struct item {
	int producer, number; /* number 0 is the end mark */
};

struct queue {
	sem_t room, items;
	pthread_mutex_t ends; /* guards first and count */
	int first, count;
	struct item slots[CAPACITY];
};

static void init(struct queue *queue)
{
	pthread_mutexattr_t attributes;

	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	pthread_mutex_init(&queue->ends, &attributes);
	sem_init(&queue->room, 1, CAPACITY);
	sem_init(&queue->items, 1, 0);
}

static void put(struct queue *queue, struct item item)
{
	sem_wait(&queue->room);
	pthread_mutex_lock(&queue->ends);
	queue->slots[(queue->first + queue->count++) % CAPACITY] = item;
	pthread_mutex_unlock(&queue->ends);
	sem_post(&queue->items);
}

static struct item get(struct queue *queue)
{
	struct item item;

	sem_wait(&queue->items);
	pthread_mutex_lock(&queue->ends);
	item = queue->slots[queue->first];
	queue->first = (queue->first + 1) % CAPACITY;
	queue->count--;
	pthread_mutex_unlock(&queue->ends);
	sem_post(&queue->room);
	return item;
}

static void produce(struct queue *queue, int producer)
{
	for (int number = 1; number <= ITEMS; number++) {
		usleep(2000); /* making it */
		put(queue, (struct item){producer, number});
	}
}

static void consume(struct queue *queue, int consumer)
{
	(void)consumer;
	for (struct item item = get(queue); item.number; item = get(queue)) {
		usleep(12000); /* using it */
		printf("used P%d.%d\n", item.producer, item.number);
		fflush(stdout);
	}
}

static pid_t start(void (*body)(struct queue *, int), struct queue *queue, int number)
{
	pid_t pid = fork();

	if (pid < 0)
		perror("fork");
	if (pid != 0)
		return pid;
	alarm(10); /* ends even if you put too few end marks */
	body(queue, number);
	_exit(0);
}

int main(void)
{
	struct queue *queue = mmap(NULL, sizeof *queue, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t producers[PRODUCERS];

	if (queue == MAP_FAILED) {
		perror("mmap");
		return 1;
	}
	init(queue);
	for (int i = 0; i < PRODUCERS; i++)
		producers[i] = start(produce, queue, i + 1);
	for (int i = 0; i < CONSUMERS; i++)
		start(consume, queue, i + 1);
	for (int i = 0; i < PRODUCERS; i++)
		waitpid(producers[i], NULL, 0);
	for (int i = 0; i < CONSUMERS; i++)
		put(queue, (struct item){0, 0}); /* one end mark for each consumer */
	while (wait(NULL) > 0)
		;
	return 0;
}
