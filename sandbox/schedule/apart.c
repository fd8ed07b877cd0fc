#include "schedule/apart.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "runtime/spawn.h"
#include "schedule/free_run.h"

#define PORTION 20000000  /* ns between two looks at what the other side wants */
#define NEWS	100000000 /* ns between two messages about how far it is */
#define FREE_RUNS 1000u
#define FREE_TIME INT64_C(10000000000) /* ns for all of them ... */
#define FREE_LONG INT64_C(2000000000)  /* ... and for one; if one takes longer there are no more */

/* Shared: what is too long for a message. The schedule is written before it is told of, and not again. */
struct board {
	struct grant schedule[CONTROL_STEPS]; /* that fails */
	struct grant asked[CONTROL_STEPS];
};

/* To us. Pointers of the exploration mean nothing here; its words come along. */
struct news {
	uint32_t question; /* that this answers, 0 = none: it tells how far it is */
	struct exploration told;
	char stage[32], bound[32], because[512];
	struct outlook outlook;
	struct apart_free free;
};

struct question {
	uint32_t number, count;
};

struct apart {
	pid_t pid;
	int socket;
	struct board *board;
	struct news news;
	struct outlook outlook;
	uint32_t asked; /* number of the last question */
};

/* That side ---------------------------------------------------------------------------------------------- */

struct worker {
	int socket;
	struct board *board;
	struct explorer *explorer;
	bool written; /* the schedule */
	const struct run_options *options;
	struct free_run *run; /* the one at hand, NULL = none */
	int64_t run_began, free_until; /* ns */
	struct apart_free free;
};

static void copy_word(char *to, size_t size, const char *from)
{
	snprintf(to, size, "%s", from ? from : "");
}

static void send_news(struct worker *worker, const struct exploration *told)
{
	struct news news = {.told = *told, .free = worker->free};
	bool final = told->how == EXPLORED_FOUND, sure = final || !strcmp(told->stage, "avoidable");

	if (told->schedule && sure && !worker->written && told->steps <= CONTROL_STEPS) {
		memcpy(worker->board->schedule, told->schedule, told->steps * sizeof *told->schedule);
		worker->written = true;
	}
	news.told.schedule = NULL;
	if (!worker->written)
		news.told.steps = 0;
	copy_word(news.stage, sizeof news.stage, told->stage);
	copy_word(news.bound, sizeof news.bound, told->bound);
	copy_word(news.because, sizeof news.because, told->because);
	(void)!send(worker->socket, &news, sizeof news, MSG_NOSIGNAL);
}

static void answer(struct worker *worker, const struct question *question)
{
	struct news news = {.question = question->number, .free = worker->free};

	if (question->count <= CONTROL_STEPS)
		explorer_outlook(worker->explorer, worker->board->asked, question->count, &news.outlook);
	(void)!send(worker->socket, &news, sizeof news, MSG_NOSIGNAL);
}

static const struct exploration *explore(struct worker *worker)
{
	const struct exploration *told;
	int64_t due = 0;
	bool sure = false;

	do {
		told = explorer_go_on(worker->explorer, PORTION);
		bool now_sure = !strcmp(told->stage, "avoidable");

		if (told->how != EXPLORING || clock_now() >= due || now_sure != sure) {
			send_news(worker, told);
			due = clock_now() + NEWS;
		}
		sure = now_sure;
	} while (told->how == EXPLORING);
	return told;
}

/* Free runs, one after the other ------------------------------------------------------------------------- */

static void begin_free_run(struct worker *worker)
{
	if (worker->free.runs == FREE_RUNS || clock_now() >= worker->free_until)
		return;
	worker->run_began = clock_now();
	if (free_run_start(&worker->run, worker->options, worker->options->seed + worker->free.runs))
		worker->free_until = 0;
}

static void follow_free_run(struct worker *worker)
{
	enum free_end end = worker->run ? free_run_read(worker->run) : FREE_GOING;

	if (!worker->run || (end == FREE_GOING && clock_now() < worker->run_began + FREE_LONG))
		return;
	worker->free.runs += end == FREE_PASSED || end == FREE_FAILED;
	worker->free.failed += end == FREE_FAILED;
	if (end == FREE_GOING || end == FREE_LOST)
		worker->free_until = 0;
	free_run_stop(worker->run);
	worker->run = NULL;
	begin_free_run(worker);
}

/* Until nobody asks any more. */
static void stay(struct worker *worker, const struct exploration *told)
{
	struct question question;
	int64_t due = 0;
	uint32_t sent = 0;

	if (told->how == EXPLORED_FOUND)
		worker->free_until = clock_now() + FREE_TIME;
	begin_free_run(worker);
	for (;;) {
		struct pollfd fds[2] = {
			{.fd = worker->socket, .events = POLLIN},
			{.fd = worker->run ? free_run_fd(worker->run) : -1, .events = POLLIN}};

		poll(fds, 2, worker->run ? PORTION / 1000000 : sent < worker->free.runs ? 1 : -1);
		if (fds[0].revents) {
			if (recv(worker->socket, &question, sizeof question, 0) != sizeof question)
				break;
			answer(worker, &question);
		}
		follow_free_run(worker);
		if (sent < worker->free.runs && (clock_now() >= due || !worker->run)) {
			send_news(worker, told);
			sent = worker->free.runs;
			due = clock_now() + NEWS;
		}
	}
	free_run_stop(worker->run);
}

static void work(int socket, struct board *board, const struct run_options *options,
		 const struct explorer_options *how)
{
	struct worker worker = {.socket = socket, .board = board, .options = options};
	struct exploration failed = {.how = EXPLORED_ERROR, .stage = "done"};

	failed.error = explorer_create(&worker.explorer, options, how);
	if (failed.error) {
		send_news(&worker, &failed);
		return;
	}
	stay(&worker, explore(&worker));
	explorer_destroy(worker.explorer);
}

/* This side ---------------------------------------------------------------------------------------------- */

static void release(struct apart *apart)
{
	if (apart->socket >= 0)
		close(apart->socket);
	if (apart->board)
		munmap(apart->board, sizeof *apart->board);
	free(apart);
}

static int prepare(struct apart *apart, int ends[2])
{
	void *board =
		mmap(NULL, sizeof *apart->board, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (board == MAP_FAILED)
		return -errno;
	apart->board = board;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
		return -errno;
	apart->socket = ends[0];
	return 0;
}

int apart_start(struct apart **started, const struct run_options *options, const struct explorer_options *how)
{
	struct apart *apart = calloc(1, sizeof *apart);
	pid_t parent = getpid();
	int ends[2], error;

	if (!apart)
		return -ENOMEM;
	apart->socket = -1;
	error = prepare(apart, ends);
	if (error) {
		release(apart);
		return error;
	}
	apart->pid = fork_quietly();
	if (apart->pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		prctl(PR_SET_NAME, "sandbox-explore");
		close(ends[0]);
		if (getppid() == parent)
			work(ends[1], apart->board, options, how);
		_exit(0);
	}
	close(ends[1]);
	if (apart->pid < 0) {
		error = apart->pid;
		release(apart);
		return error;
	}
	apart->news.told.stage = "starting";
	*started = apart;
	return 0;
}

void apart_stop(struct apart *apart)
{
	if (!apart)
		return;
	kill(apart->pid, SIGKILL); /* its supervisors see to their processes */
	while (waitpid(apart->pid, NULL, 0) < 0 && errno == EINTR)
		;
	release(apart);
}

int apart_fd(const struct apart *apart)
{
	return apart->socket;
}

/* The words and the schedule are in our memory. */
static void point(struct apart *apart)
{
	struct news *news = &apart->news;

	news->told.stage = news->stage;
	news->told.bound = *news->bound ? news->bound : NULL;
	news->told.because = *news->because ? news->because : NULL;
	news->told.schedule = news->told.steps ? apart->board->schedule : NULL;
}

/* It died: whatever it was about, nothing is known. */
static unsigned gone(struct apart *apart)
{
	if (apart->news.told.how != EXPLORING)
		return 0;
	apart->news.told.how = EXPLORED_ERROR;
	apart->news.told.error = -EPIPE;
	return APART_TOLD;
}

unsigned apart_read(struct apart *apart)
{
	struct news news;
	ssize_t got = recv(apart->socket, &news, sizeof news, MSG_DONTWAIT);

	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	if (got != sizeof news) {
		unsigned told = gone(apart);

		close(apart->socket);
		apart->socket = -1;
		return told;
	}
	apart->news.free = news.free;
	if (news.question) {
		if (news.question != apart->asked)
			return apart_read(apart);
		apart->outlook = news.outlook;
		return APART_OUTLOOK;
	}
	apart->news = news;
	point(apart);
	return APART_TOLD;
}

const struct apart_free *apart_free(const struct apart *apart)
{
	return &apart->news.free;
}

const struct exploration *apart_told(const struct apart *apart)
{
	return &apart->news.told;
}

void apart_ask(struct apart *apart, const struct grant *grants, uint32_t count)
{
	struct question question = {.number = ++apart->asked, .count = count};

	apart->outlook = (struct outlook){.known = false};
	if (count > CONTROL_STEPS)
		return;
	if (count)
		memcpy(apart->board->asked, grants, count * sizeof *grants);
	(void)!send(apart->socket, &question, sizeof question, MSG_NOSIGNAL | MSG_DONTWAIT);
}

const struct outlook *apart_outlook(const struct apart *apart)
{
	return &apart->outlook;
}
