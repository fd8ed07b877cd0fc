/* A line of the journal: "1 seen deadlock look 0", its version first. */
#include "lesson/study.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/grow.h"

#define VERSION 1
#define ID_SIZE 64 /* with the NUL; longer ids are not kept */
#define FILE_MAX ((off_t)16 << 20)
#define LINE_MAX_BYTES 256

struct entry {
	enum fact fact;
	char lesson[ID_SIZE], step[ID_SIZE];
	int64_t value;
};

struct study {
	char path[PATH_MAX];
	char trouble[PATH_MAX + 100]; /* "" = none */
	bool torn; /* the file does not end with a line: the next one begins with a line's end */
	struct entry *entries;
	uint32_t count, room;
};

static const char *const names[] = {
	[FACT_SEEN] = "seen",
	[FACT_PREDICTED] = "predicted",
	[FACT_STEPPED] = "stepped",
	[FACT_ACCEPTED] = "accepted",
	[FACT_RESET] = "reset",
};
#define FACTS ((int)(sizeof names / sizeof *names))

static void set_path(struct study *study, const char *path)
{
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");

	if (path)
		snprintf(study->path, sizeof study->path, "%s", path);
	else if (state && *state == '/') /* the specification: others are to be ignored */
		snprintf(study->path, sizeof study->path, "%s/sandbox/study", state);
	else if (home && *home == '/')
		snprintf(study->path, sizeof study->path, "%s/.local/state/sandbox/study", home);
	else
		snprintf(study->trouble, sizeof study->trouble,
			 "neither XDG_STATE_HOME nor HOME says where it would be kept");
}

static void trouble(struct study *study, int error)
{
	snprintf(study->trouble, sizeof study->trouble, "%s: %s", study->path, strerror(error));
}

/* What a lesson was before it was reset does not count. */
static void forget_lesson(struct study *study, const char *lesson)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < study->count; i++)
		if (strcmp(study->entries[i].lesson, lesson) != 0)
			study->entries[kept++] = study->entries[i];
	study->count = kept;
}

static struct entry *find(const struct study *study, enum fact fact, const char *lesson, const char *step)
{
	for (uint32_t i = 0; i < study->count; i++) {
		struct entry *entry = &study->entries[i];

		if (entry->fact == fact && !strcmp(entry->lesson, lesson) && !strcmp(entry->step, step))
			return entry;
	}
	return NULL;
}

/* Returns whether anything is otherwise than before; or -ENOMEM. */
static int take(struct study *study, enum fact fact, const char *lesson, const char *step, int64_t value)
{
	struct entry *entry = find(study, fact, lesson, step);
	uint32_t before = study->count;

	if (fact == FACT_RESET) {
		forget_lesson(study, lesson);
		return study->count != before;
	}
	if (entry) {
		bool news = fact == FACT_PREDICTED ? entry->value != value :
			    fact == FACT_STEPPED   ? entry->value > value : false;
		if (news)
			entry->value = value;
		return news;
	}
	if (!grow(&study->entries, &study->room, study->count + UINT64_C(1), sizeof *study->entries))
		return -ENOMEM;
	entry = &study->entries[study->count++];
	*entry = (struct entry){.fact = fact, .value = value};
	snprintf(entry->lesson, sizeof entry->lesson, "%s", lesson);
	snprintf(entry->step, sizeof entry->step, "%s", step);
	return 1;
}

/* "-" stands for no step. */
static void read_line(struct study *study, const char *line)
{
	char kind[16], lesson[ID_SIZE], step[ID_SIZE];
	int64_t value;
	int version;

	if (sscanf(line, "%d %15s %63s %63s %" SCNd64, &version, kind, lesson, step, &value) != 5 ||
	    version != VERSION)
		return;
	for (int fact = 0; fact < FACTS; fact++)
		if (!strcmp(kind, names[fact]))
			take(study, (enum fact)fact, lesson, strcmp(step, "-") != 0 ? step : "", value);
}

static void read_all(struct study *study, FILE *file)
{
	char line[LINE_MAX_BYTES];
	bool whole = true; /* what came before was a whole line */

	while (fgets(line, sizeof line, file)) {
		bool ends = strchr(line, '\n') != NULL;

		if (whole && ends)
			read_line(study, line);
		whole = ends;
	}
	study->torn = !whole;
	if (ferror(file))
		trouble(study, errno);
}

struct study *study_open(const char *path)
{
	struct study *study = calloc(1, sizeof *study);
	struct stat status;
	FILE *file;

	if (!study)
		return NULL;
	set_path(study, path);
	if (*study->trouble)
		return study;
	file = fopen(study->path, "re");
	if (!file) {
		if (errno != ENOENT)
			trouble(study, errno);
		return study;
	}
	if (fstat(fileno(file), &status) < 0)
		trouble(study, errno);
	else if (!S_ISREG(status.st_mode))
		trouble(study, S_ISDIR(status.st_mode) ? EISDIR : EINVAL);
	else if (status.st_size > FILE_MAX)
		trouble(study, EFBIG);
	else
		read_all(study, file);
	fclose(file);
	return study;
}

void study_close(struct study *study)
{
	if (!study)
		return;
	free(study->entries);
	free(study);
}

const char *study_trouble(const struct study *study)
{
	return *study->trouble ? study->trouble : NULL;
}

/* The folders above the file. */
static int make_folders(const struct study *study)
{
	char path[PATH_MAX];

	snprintf(path, sizeof path, "%s", study->path);
	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(path, 0700) < 0 && errno != EEXIST)
			return -errno;
		*slash = '/';
	}
	return 0;
}

/* In one write, so it is there or it is not; on a full disk perhaps a part of it, which nobody takes for a
 * line. */
static int append(struct study *study, const char *line, size_t length)
{
	int fd = open(study->path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600), error = 0;

	if (fd < 0 && errno == ENOENT) {
		error = make_folders(study);
		if (!error)
			fd = open(study->path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	}
	if (fd < 0)
		return error ? error : -errno;
	ssize_t written = write(fd, line, length);
	if (written != (ssize_t)length) {
		error = written < 0 ? -errno : -ENOSPC;
		study->torn = study->torn || written > 0;
	} else {
		study->torn = false;
	}
	if (close(fd) < 0 && !error)
		error = -errno;
	return error;
}

int study_note(struct study *study, enum fact fact, const char *lesson, const char *step, int64_t value)
{
	char line[LINE_MAX_BYTES];
	int news;

	if (!*lesson || strlen(lesson) >= ID_SIZE || strlen(step) >= ID_SIZE)
		return -ENAMETOOLONG;
	news = take(study, fact, lesson, step, value);
	if (news <= 0)
		return news;
	if (*study->trouble)
		return -EIO;
	int length = snprintf(line, sizeof line, "%s%d %s %s %s %" PRId64 "\n", study->torn ? "\n" : "",
			      VERSION, names[fact], lesson, *step ? step : "-", value);
	int error = append(study, line, (size_t)length);
	if (error)
		trouble(study, -error);
	return error;
}

bool study_seen(const struct study *study, const char *lesson, const char *step)
{
	return find(study, FACT_SEEN, lesson, step) != NULL;
}

int study_choice(const struct study *study, const char *lesson, const char *step)
{
	const struct entry *entry = find(study, FACT_PREDICTED, lesson, step);

	return entry && entry->value >= 0 && entry->value <= INT8_MAX ? (int)entry->value : -1;
}

int64_t study_best(const struct study *study, const char *lesson, const char *step)
{
	const struct entry *entry = find(study, FACT_STEPPED, lesson, step);

	return entry ? entry->value : 0;
}

bool study_accepted(const struct study *study, const char *lesson)
{
	return find(study, FACT_ACCEPTED, lesson, "") != NULL;
}

int study_steps_seen(const struct study *study, const char *lesson)
{
	int count = 0;

	for (uint32_t i = 0; i < study->count; i++)
		count += study->entries[i].fact == FACT_SEEN && !strcmp(study->entries[i].lesson, lesson);
	return count;
}
