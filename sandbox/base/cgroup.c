/* Version 2 has one tree, in which a limit is a file of each group. Version 1 has a tree for each controller,
 * and other names. Both may be seen from inside a container, where the path of our group may not exist: then
 * what is there of it is at the root of the tree. */
#include "base/cgroup.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ROOT "/sys/fs/cgroup"

struct tree {
	char root[64], group[PATH_MAX];
};

/* "0::/user.slice" or "4:memory:/docker/x": the group in the tree of that controller, "" for version 2. */
static bool find_group(const char *controller, struct tree *tree)
{
	FILE *file = fopen("/proc/self/cgroup", "re");
	char line[PATH_MAX + 128];
	bool found = false;

	while (file && !found && fgets(line, sizeof line, file)) {
		char *names = strchr(line, ':'), *path = names ? strchr(names + 1, ':') : NULL, *next;

		if (!path)
			continue;
		*path++ = '\0';
		path[strcspn(path, "\n")] = '\0';
		for (char *name = names + 1; name && !found; name = next) {
			next = strchr(name, ',');
			if (next)
				*next++ = '\0';
			found = strcmp(name, controller) == 0;
		}
		if (found)
			snprintf(tree->group, sizeof tree->group, "%.*s", PATH_MAX - 1, path);
	}
	if (file)
		fclose(file);
	return found;
}

/* Two numbers of a file of a group; "max" is none. Returns how many were read. */
static int read_two(const struct tree *tree, const char *group, const char *name, double numbers[2])
{
	char path[PATH_MAX + 128];
	int count = 0;

	snprintf(path, sizeof path, "%s%s/%s", tree->root, group, name);
	FILE *file = fopen(path, "re");
	if (file)
		count = fscanf(file, "%lf %lf", &numbers[0], &numbers[1]);
	if (file)
		fclose(file);
	return count < 0 ? 0 : count;
}

/* The lowest above 0 of ours and of those above it. */
static double lowest(const struct tree *tree, double (*limit)(const struct tree *tree, const char *group))
{
	char group[PATH_MAX];
	double least = 0;

	snprintf(group, sizeof group, "%s", strcmp(tree->group, "/") ? tree->group : "");
	for (;;) {
		double one = limit(tree, group);
		char *slash = strrchr(group, '/');

		if (one > 0 && (least <= 0 || one < least))
			least = one;
		if (!slash)
			return least;
		*slash = '\0';
	}
}

static double processors_2(const struct tree *tree, const char *group)
{
	double numbers[2];

	return read_two(tree, group, "cpu.max", numbers) == 2 && numbers[1] > 0 ? numbers[0] / numbers[1] : 0;
}

static double processors_1(const struct tree *tree, const char *group)
{
	double quota[2], period[2];

	if (!read_two(tree, group, "cpu.cfs_quota_us", quota) ||
	    !read_two(tree, group, "cpu.cfs_period_us", period) || period[0] <= 0)
		return 0;
	return quota[0] > 0 ? quota[0] / period[0] : 0;
}

static double memory_2(const struct tree *tree, const char *group)
{
	double numbers[2];

	return read_two(tree, group, "memory.max", numbers) ? numbers[0] : 0;
}

static double memory_1(const struct tree *tree, const char *group)
{
	double numbers[2];

	/* Without a limit it is 2^63 less a page. */
	return read_two(tree, group, "memory.limit_in_bytes", numbers) && numbers[0] < 4e18 ? numbers[0] : 0;
}

static double processes(const struct tree *tree, const char *group)
{
	double numbers[2];

	return read_two(tree, group, "pids.max", numbers) ? numbers[0] : 0;
}

static void read_1(struct cgroup_limits *limits)
{
	struct tree tree;

	snprintf(tree.root, sizeof tree.root, ROOT "/cpu");
	if (find_group("cpu", &tree))
		limits->processors = lowest(&tree, processors_1);
	snprintf(tree.root, sizeof tree.root, ROOT "/memory");
	if (find_group("memory", &tree))
		limits->memory = (uint64_t)lowest(&tree, memory_1);
	snprintf(tree.root, sizeof tree.root, ROOT "/pids");
	if (find_group("pids", &tree))
		limits->processes = (uint64_t)lowest(&tree, processes);
}

void cgroup_read(struct cgroup_limits *limits)
{
	struct tree tree = {.root = ROOT};

	*limits = (struct cgroup_limits){.version = 0};
	if (access(ROOT "/cgroup.controllers", F_OK) == 0 && find_group("", &tree)) {
		limits->version = 2;
		limits->processors = lowest(&tree, processors_2);
		limits->memory = (uint64_t)lowest(&tree, memory_2);
		limits->processes = (uint64_t)lowest(&tree, processes);
	} else if (find_group("memory", &tree) || find_group("cpu", &tree)) {
		limits->version = 1;
		read_1(limits);
	}
}
