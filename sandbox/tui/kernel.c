#include "tui/kernel.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* So many samples in a row must contradict us: between an event and what the kernel shows of it a moment
 * may pass. */
#define DOUBTS 4

static int open_proc(int32_t pid, const char *file)
{
	char path[48];

	snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, file);
	return open(path, O_RDONLY | O_CLOEXEC);
}

static void close_row(struct kernel_row *row)
{
	if (!row->pid)
		return;
	if (row->stat >= 0)
		close(row->stat);
	if (row->wchan >= 0)
		close(row->wchan);
	row->pid = 0;
}

static ssize_t read_again(int fd, char *text, size_t size)
{
	ssize_t length = fd < 0 ? -1 : pread(fd, text, size - 1, 0);

	text[length > 0 ? length : 0] = '\0';
	return length;
}

/* "__futex_wait_queue_me", "futex_do_wait" → "futex_wait" */
static void read_where(struct kernel_row *row)
{
	char text[64], *name = text, *tail, *middle;

	row->where[0] = '\0';
	if (row->state != 'S' && row->state != 'D')
		return;
	if (read_again(row->wchan, text, sizeof text) <= 0 || !strcmp(text, "0"))
		return;
	while (*name == '_')
		name++;
	tail = strstr(name, "_queue");
	if (tail && tail != name)
		*tail = '\0';
	middle = strstr(name, "_do_");
	if (middle)
		memmove(middle, middle + 3, strlen(middle + 3) + 1);
	snprintf(row->where, sizeof row->where, "%.23s", name);
}

static void read_row(struct kernel_row *row)
{
	char text[512], *after;

	if (read_again(row->stat, text, sizeof text) <= 0 || !(after = strrchr(text, ')')) ||
	    after[1] != ' ') {
		row->state = '-';
		row->where[0] = '\0';
		close_row(row);
		return;
	}
	row->state = after[2];
	read_where(row);
}

static bool fits(const struct kernel_row *row, const struct world_process *process)
{
	bool ended = row->state == 'Z' || row->state == 'X' || row->state == '-';
	bool stopped = row->state == 'T' || row->state == 't';

	if (process->life != LIFE_ALIVE || ended)
		return ended && process->life != LIFE_ALIVE;
	if (process->stopped || stopped)
		return process->stopped && stopped;
	return !(process->doing == DOING_WAITING && row->state == 'R');
}

static struct kernel_row *find_row(struct kernel *kernel, uint32_t number)
{
	struct kernel_row *rows;

	if (number < kernel->row_count)
		return &kernel->rows[number];
	rows = realloc(kernel->rows, (number + 1) * sizeof *rows);
	if (!rows)
		return NULL;
	memset(rows + kernel->row_count, 0, (number + 1 - kernel->row_count) * sizeof *rows);
	kernel->rows = rows;
	kernel->row_count = number + 1;
	return &rows[number];
}

static void sample(struct kernel *kernel, const struct world_process *process)
{
	struct kernel_row *row = find_row(kernel, process->number);

	if (!row || process->life == LIFE_ABSENT)
		return;
	if (process->life == LIFE_GONE) {
		close_row(row);
		row->state = '-';
		row->where[0] = '\0';
		row->doubts = 0;
		return;
	}
	if (!row->state) {
		row->pid = process->pid;
		row->stat = open_proc(process->pid, "stat");
		row->wchan = open_proc(process->pid, "wchan");
	}
	if (row->state != '-')
		read_row(row);
	if (fits(row, process))
		row->doubts = 0;
	else if (row->doubts < DOUBTS)
		row->doubts++;
}

void kernel_sample(struct kernel *kernel, const struct world *world, uint32_t first, uint32_t count)
{
	for (uint32_t i = first; i < first + count && i < world->process_count; i++)
		sample(kernel, &world->processes[i]);
}

const struct kernel_row *kernel_row(const struct kernel *kernel, uint32_t process)
{
	return process < kernel->row_count && kernel->rows[process].state ? &kernel->rows[process] : NULL;
}

bool kernel_disagrees(const struct kernel_row *row)
{
	return row->doubts >= DOUBTS;
}

void kernel_clear(struct kernel *kernel)
{
	for (uint32_t i = 0; i < kernel->row_count; i++)
		close_row(&kernel->rows[i]);
	free(kernel->rows);
	*kernel = (struct kernel){0};
}
