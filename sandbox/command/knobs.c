#include "command/knobs.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "schedule/executor.h"
#include "world/world.h"

static void see(void *world, const struct trace_event *event)
{
	world_apply(world, event);
}

struct world *knobs_declared(const struct scenario *scenario)
{
	struct run_options how = {.seed = 0};
	struct executor *executor;
	struct execution execution;
	struct world *world = world_create();
	struct watcher watcher = {.see = see, .context = world};

	if (!world)
		return NULL;
	script_prepare(scenario, &how);
	if (executor_create(&executor, &how, 0) < 0) {
		world_destroy(world);
		return NULL;
	}
	executor_run(executor, NULL, 0, NULL, 0, &watcher, &execution);
	executor_destroy(executor);
	return world;
}

/* "philosophers=": copies the name. Returns what follows, or NULL. */
static const char *read_name(const char *text, char name[KNOB_NAME])
{
	const char *equals = strchr(text, '=');

	if (!equals || equals == text || equals - text >= KNOB_NAME)
		return NULL;
	memcpy(name, text, (size_t)(equals - text));
	name[equals - text] = '\0';
	return equals + 1;
}

/* A whole number. Returns what follows, or NULL. */
static const char *read_value(const char *text, int64_t *value)
{
	char *end;

	errno = 0;
	*value = strtoll(text, &end, 10);
	return end == text || errno ? NULL : end;
}

bool knobs_read_one(const char *text, struct knob_setting *knob, char name[KNOB_NAME])
{
	const char *value = read_name(text, name), *end = value ? read_value(value, &knob->value) : NULL;

	knob->name = name;
	return end && *end == '\0';
}

static int too_many(char *message, size_t size)
{
	snprintf(message, size, "more than %d combinations of knobs; give --set fewer values",
		 KNOBS_COMBINATIONS);
	return -E2BIG;
}

/* The values from first to last, which come behind those that there are. */
static int add_values(struct knob_axis *axis, int64_t first, int64_t last, char *message, size_t size)
{
	if ((uint64_t)last - (uint64_t)first >= KNOBS_COMBINATIONS - axis->count)
		return too_many(message, size);
	size_t more = (size_t)(last - first) + 1;
	int64_t *grown = realloc(axis->values, (axis->count + more) * sizeof *grown);
	if (!grown) {
		snprintf(message, size, "%s", strerror(ENOMEM));
		return -ENOMEM;
	}
	axis->values = grown;
	for (size_t i = 0; i < more; i++)
		axis->values[axis->count++] = first + (int64_t)i;
	return 0;
}

/* "2,3,5..9" */
static int read_values(struct knob_axis *axis, const char *at, const char *text, char *message, size_t size)
{
	int64_t first, last;

	for (;;) {
		at = read_value(at, &first);
		last = first;
		if (at && strncmp(at, "..", 2) == 0)
			at = read_value(at + 2, &last);
		if (!at || (*at && *at != ',')) {
			snprintf(message, size, "--set takes KNOB=NUMBER,NUMBER,FIRST..LAST, not \"%s\"",
				 text);
			return -EINVAL;
		}
		if (last < first) {
			snprintf(message, size,
				 "--set %s: the range goes from high to low; write %" PRId64 "..%" PRId64,
				 text, last, first);
			return -EINVAL;
		}
		int error = add_values(axis, first, last, message, size);
		if (error || !*at++)
			return error;
	}
}

int knobs_read(struct knobs *knobs, const struct option_list *list, char *message, size_t size)
{
	*knobs = (struct knobs){.combinations = 1};
	for (size_t i = 0; i < list->count; i++) {
		struct knob_axis *axis = &knobs->axes[knobs->count];
		const char *values = read_name(list->values[i], axis->name);
		int error = read_values(axis, values ? values : "", list->values[i], message, size);
		if (error) {
			free(axis->values);
			return error;
		}
		for (size_t j = 0; j < knobs->count; j++) {
			if (strcmp(knobs->axes[j].name, axis->name) != 0)
				continue;
			snprintf(message, size,
				 "--set %s is given twice; give all its values in one, with commas",
				 axis->name);
			free(axis->values);
			return -EINVAL;
		}
		knobs->count++;
		if (axis->count > KNOBS_COMBINATIONS / knobs->combinations)
			return too_many(message, size);
		knobs->combinations *= axis->count;
	}
	return 0;
}

void knobs_finish(struct knobs *knobs)
{
	for (size_t i = 0; i < knobs->count; i++)
		free(knobs->axes[i].values);
	*knobs = (struct knobs){0};
}

void knobs_combine(const struct knobs *knobs, size_t combination, struct knob_setting *settings)
{
	for (size_t i = knobs->count; i-- > 0;) {
		const struct knob_axis *axis = &knobs->axes[i];
		settings[i].name = axis->name;
		settings[i].value = axis->values[combination % axis->count];
		combination /= axis->count;
	}
}
