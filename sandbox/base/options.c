#include "base/options.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/nearest.h"

#define OPTIONS_MAX 32

/* "--seed=5" is "seed" */
static const struct option *find(const struct option *options, const char *name, size_t length)
{
	for (; options->name; options++)
		if (strlen(options->name) == length && memcmp(options->name, name, length) == 0)
			return options;
	return NULL;
}

static enum options_result unknown(const struct option *options, const char *word, char *message, size_t size)
{
	const char *names[OPTIONS_MAX + 2];
	size_t count = 0;
	int length = (int)strcspn(word, "=");
	char name[64];

	for (; options->name && count < OPTIONS_MAX; options++)
		names[count++] = options->name;
	names[count++] = "help";
	names[count] = NULL;
	snprintf(name, sizeof name, "%.*s", length, word);
	const char *meant = nearest(name + strspn(name, "-"), names);
	if (meant)
		snprintf(message, size, "unknown option %s; did you mean --%s?", name, meant);
	else
		snprintf(message, size, "unknown option %s; --help lists what there is", name);
	return OPTIONS_WRONG;
}

static bool read_natural(const char *text, uint64_t *value)
{
	char *end;

	if (*text < '0' || *text > '9')
		return false;
	errno = 0;
	*value = strtoull(text, &end, 10);
	return *end == '\0' && errno == 0;
}

static bool read_number(const char *text, double *value)
{
	char *end;

	if ((*text < '0' || *text > '9') && *text != '.')
		return false;
	*value = strtod(text, &end);
	return *end == '\0' && isfinite(*value) && *value > 0;
}

static bool read_size(const char *text, uint64_t *bytes)
{
	static const char units[] = "KMGT";
	char *end;
	double size = strtod(text, &end);
	const char *unit = *end ? strchr(units, toupper((unsigned char)*end)) : NULL;

	if (text[0] < '0' || text[0] > '9')
		return false;
	for (const char *at = units; unit && at <= unit; at++)
		size *= 1024;
	if (unit)
		end++;
	*bytes = size >= 1 << 20 && size <= (double)(UINT64_C(1) << 40) ? (uint64_t)size : 0;
	return *bytes && (!*end || !strcasecmp(end, "B") || (unit && !strcasecmp(end, "iB")));
}

static bool is_choice(const struct option *option, const char *value)
{
	for (size_t i = 0; option->choice(i); i++)
		if (strcmp(option->choice(i), value) == 0)
			return true;
	return false;
}

/* Store a value in its field; false if it is not of its kind. */
static bool store(const struct option *option, void *settings, const char *value)
{
	void *field = (char *)settings + option->offset;
	struct option_list *list = field;

	switch (option->kind) {
	case OPTION_FLAG:
		*(bool *)field = true;
		return true;
	case OPTION_CHOICE:
		if (!is_choice(option, value))
			return false;
		*(const char **)field = value;
		return true;
	case OPTION_TEXT:
		*(const char **)field = value;
		return true;
	case OPTION_NATURAL:
		return read_natural(value, field);
	case OPTION_NUMBER:
		return read_number(value, field);
	case OPTION_SIZE:
		return read_size(value, field);
	case OPTION_LIST:
		if (list->count == OPTION_LIST_MAX)
			return false;
		list->values[list->count++] = value;
		return true;
	}
	return false;
}

void options_choices(const struct option *option, struct buffer *out)
{
	for (size_t i = 0; option->choice(i); i++)
		buffer_print(out, "%s%s", !i ? "" : option->choice(i + 1) ? ", " : " or ", option->choice(i));
}

static const char *expectation(const struct option *option, struct buffer *room)
{
	switch (option->kind) {
	case OPTION_CHOICE:
		options_choices(option, room);
		return buffer_text(room);
	case OPTION_NATURAL:
		return "a whole number";
	case OPTION_NUMBER:
		return "a number above 0";
	case OPTION_SIZE:
		return "a size from 1M to 1T, such as 512M or 4G";
	case OPTION_LIST:
		return "64 values at most";
	default:
		return "a value";
	}
}

/* One option at argv[*at], and its value, which may be the next argument. */
static enum options_result read_one(const struct option *options, void *settings, int argc, char **argv,
				    int *at, char *message, size_t size)
{
	const char *word = argv[*at], *name = word + strspn(word, "-"), *equals = strchr(name, '=');
	size_t length = equals ? (size_t)(equals - name) : strlen(name);
	const struct option *option = name == word + 2 ? find(options, name, length) : NULL;

	if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
		return OPTIONS_HELP;
	if (!option)
		return unknown(options, word, message, size);
	if (!option->argument && equals) {
		snprintf(message, size, "--%s takes no value", option->name);
		return OPTIONS_WRONG;
	}
	const char *value = equals ? equals + 1 : NULL;
	if (option->argument && !value && *at + 1 < argc)
		value = argv[++*at];
	if (option->argument && !value) {
		snprintf(message, size, "--%s needs a value: --%s %s", option->name, option->name,
			 option->argument);
		return OPTIONS_WRONG;
	}
	if (!store(option, settings, value)) {
		struct buffer room = {0};

		snprintf(message, size, "--%s takes %s, not \"%s\"", option->name,
			 expectation(option, &room), value);
		buffer_finish(&room);
		return OPTIONS_WRONG;
	}
	return OPTIONS_READ;
}

enum options_result options_read(const struct option *options, void *settings, int argc, char **argv,
				 int *operands, char *message, size_t size)
{
	bool only_operands = false;

	*operands = 0;
	for (int i = 1; i < argc; i++) {
		if (only_operands || argv[i][0] != '-' || argv[i][1] == '\0') {
			argv[(*operands)++] = argv[i];
		} else if (strcmp(argv[i], "--") == 0) {
			only_operands = true;
		} else {
			enum options_result result =
				read_one(options, settings, argc, argv, &i, message, size);
			if (result != OPTIONS_READ)
				return result;
		}
	}
	return OPTIONS_READ;
}

void options_describe(const struct option *option, struct buffer *out)
{
	buffer_print(out, "%s", option->help);
	if (option->kind != OPTION_CHOICE)
		return;
	buffer_print(out, ": ");
	options_choices(option, out);
}

/* "  --seed N            the run's seed", further lines of the help under the first. */
static void help_one(const struct option *option, struct buffer *out)
{
	char left[64];
	struct buffer help = {0};

	options_describe(option, &help);
	const char *text = buffer_text(&help), *line = text;
	snprintf(left, sizeof left, "--%s%s%s", option->name, option->argument ? " " : "",
		 option->argument ? option->argument : "");
	while (*line) {
		size_t length = strcspn(line, "\n");
		buffer_print(out, "  %-20s  %.*s\n", line == text ? left : "", (int)length, line);
		line += length + (line[length] == '\n');
	}
	buffer_finish(&help);
}

void options_help(const struct option *options, struct buffer *out)
{
	static const struct option help = {.name = "help", .help = "this text"};

	for (; options->name; options++)
		help_one(options, out);
	help_one(&help, out);
}
