/* Every folder of the lessons folder is a lesson, in order of name. A folder that is none says why. */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/place.h"
#include "lesson/lesson.h"
#include "lesson/load.h"

static bool is_folder(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static const char *default_folder(char path[PATH_MAX])
{
	const char *chosen = getenv("SANDBOX_LESSONS");

	if (chosen && *chosen)
		return chosen;
	place_find("lessons", path, PATH_MAX);
	return path;
}

static char *copy(const char *text)
{
	return strdup(text ? text : "");
}

/* A lesson that cannot be read is known by its folder. */
static bool fill(struct catalogue_entry *entry, const struct lesson *lesson,
		 const struct complaint *complaint)
{
	const char *id;

	entry->number = lesson_number(entry->folder, &id);
	entry->id = copy(lesson ? lesson->id : id);
	entry->title = copy(lesson ? lesson->title : id);
	entry->summary = copy(lesson ? lesson->summary : "");
	entry->error = lesson ? NULL : copy(complaint->message);
	entry->steps = lesson ? (int)lesson->step_count : 0;
	return entry->id && entry->title && entry->summary && (lesson || entry->error);
}

static bool check_unique(const struct catalogue *catalogue, const struct catalogue_entry *entry,
			 struct complaint *complaint)
{
	for (const struct catalogue_entry *other = catalogue->entries; other < entry; other++)
		if (!other->error && strcmp(other->id, entry->id) == 0)
			return complain(complaint, -EINVAL,
					"%s/lesson.lua:1: the id \"%.60s\" is taken by %s; choose another",
					strrchr(entry->folder, '/') + 1, entry->id,
					strrchr(other->folder, '/') + 1);
	return true;
}

static int add(struct catalogue *catalogue, const char *dir, const char *name, const char *lang)
{
	char message[1024] = "";
	struct complaint complaint = {.message = message, .size = sizeof message};
	struct catalogue_entry *entry;
	struct lesson *lesson;
	bool good;

	entry = reallocarray(catalogue->entries, catalogue->count + 1, sizeof *entry);
	if (!entry)
		return -ENOMEM;
	catalogue->entries = entry;
	entry += catalogue->count;
	*entry = (struct catalogue_entry){0};
	if (asprintf(&entry->folder, "%s/%s", dir, name) < 0)
		return -ENOMEM;
	if (!is_folder(entry->folder)) {
		free(entry->folder);
		return 0;
	}
	lesson = lesson_load(entry->folder, lang, &complaint);
	catalogue->count++;
	good = complaint.error != -ENOMEM && fill(entry, lesson, &complaint);
	lesson_destroy(lesson);
	if (good && !entry->error && !check_unique(catalogue, entry, &complaint))
		good = (entry->error = strdup(message)) != NULL;
	return good ? 0 : -ENOMEM;
}

static int visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

int catalogue_open(struct catalogue *catalogue, const char *dir, const char *lang, char *message, size_t size)
{
	struct dirent **names;
	char path[PATH_MAX];
	int count, error = 0;

	*catalogue = (struct catalogue){0};
	if (!dir)
		dir = default_folder(path);
	count = scandir(dir, &names, visible, by_name);
	if (count < 0) {
		error = -errno;
		snprintf(message, size, "%s: %s; set SANDBOX_LESSONS to the folder of the lessons", dir,
			 strerror(-error));
		return error;
	}
	for (int i = 0; i < count; i++) {
		if (!error)
			error = add(catalogue, dir, names[i]->d_name, lang);
		free(names[i]);
	}
	free(names);
	if (error) {
		snprintf(message, size, "out of memory while reading %s; close something and try again", dir);
		catalogue_close(catalogue);
	}
	return error;
}

void catalogue_close(struct catalogue *catalogue)
{
	for (size_t i = 0; i < catalogue->count; i++) {
		struct catalogue_entry *entry = &catalogue->entries[i];

		free(entry->id);
		free(entry->folder);
		free(entry->title);
		free(entry->summary);
		free(entry->error);
	}
	free(catalogue->entries);
	*catalogue = (struct catalogue){0};
}

static const struct catalogue_entry *find_exact(const struct catalogue *catalogue, const char *name)
{
	char *end;
	long number = strtol(name, &end, 10);

	for (size_t i = 0; i < catalogue->count; i++)
		if (strcmp(catalogue->entries[i].id, name) == 0)
			return &catalogue->entries[i];
	for (size_t i = 0; i < catalogue->count; i++) {
		const struct catalogue_entry *entry = &catalogue->entries[i];

		if (strcmp(strrchr(entry->folder, '/') + 1, name) == 0)
			return entry;
		if (number > 0 && *end == '\0' && entry->number == number)
			return entry;
	}
	return NULL;
}

const struct catalogue_entry *catalogue_find(const struct catalogue *catalogue, const char *name)
{
	const struct catalogue_entry *found = find_exact(catalogue, name);
	size_t length = strlen(name), matches = 0;

	if (found || length == 0)
		return found;
	for (size_t i = 0; i < catalogue->count; i++) {
		const struct catalogue_entry *entry = &catalogue->entries[i];

		if (strncmp(entry->id, name, length) != 0 &&
		    strncmp(strrchr(entry->folder, '/') + 1, name, length) != 0)
			continue;
		found = entry;
		matches++;
	}
	return matches == 1 ? found : NULL;
}
