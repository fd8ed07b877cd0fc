#include "command/usage.h"

#include <string.h>

#define OR ", or "

static const struct {
	const char *word;
	enum usage_offer offer;
} placeholders[] = {
	{"FILE", USAGE_FILES},
	{"RECORDING", USAGE_FILES},
	{"LESSON", USAGE_LESSONS},
	{"COMMAND", USAGE_COMMANDS},
	{"KNOB=VALUE", USAGE_KNOBS},
	{"KNOB=VALUES", USAGE_KNOBS},
	/* Nobody can know them beforehand. */
	{"DEPTH", USAGE_NOTHING},
	{"I/N", USAGE_NOTHING},
	{"N", USAGE_NOTHING},
	{"NAME", USAGE_NOTHING},
	{"SECONDS", USAGE_NOTHING},
	{"SEED", USAGE_NOTHING},
	{"SIZE", USAGE_NOTHING},
	{"STEPS", USAGE_NOTHING},
	{"X", USAGE_NOTHING},
};

bool usage_offer(const char *word, enum usage_offer *offer)
{
	for (size_t i = 0; i < sizeof placeholders / sizeof *placeholders; i++)
		if (strcmp(placeholders[i].word, word) == 0) {
			*offer = placeholders[i].offer;
			return true;
		}
	return false;
}

bool usage_is_placeholder(const char *word)
{
	return *word >= 'A' && *word <= 'Z';
}

const char *usage_form(const struct command *command, size_t i, size_t *length)
{
	const char *at = command->usage, * or ;

	for (; (or = strstr(at, OR)); at = or +strlen(OR))
		if (i-- == 0) {
			*length = (size_t)(or -at);
			return at;
		}
	*length = strlen(at);
	return i == 0 ? at : NULL;
}

/* "[FILE|LESSON]": its words, those that are new. */
static void add_words(struct usage_operand *operand, const char *at, size_t length)
{
	const char *end = at + length;

	while (at < end) {
		char word[USAGE_WORD] = "";
		size_t count = 0;

		for (; at < end && *at != '|'; at++)
			if (*at != '[' && *at != ']' && count < sizeof word - 1)
				word[count++] = *at;
		at++;
		for (size_t i = 0; i < operand->count; i++)
			if (strcmp(operand->words[i], word) == 0)
				*word = '\0';
		if (*word && operand->count < USAGE_WORDS)
			strcpy(operand->words[operand->count++], word);
	}
}

/* The operand in this place of one form: what is neither the command's name, nor an option with its value. */
static bool find(const char *at, size_t length, bool named, size_t place, struct usage_operand *operand)
{
	const char *end = at + length;
	size_t skip = named ? 1 : 0;

	while (at < end) {
		size_t word = strcspn(at, " ");

		if (word > (size_t)(end - at))
			word = (size_t)(end - at);
		if (strncmp(at, "--", 2) == 0) {
			skip = 1;
		} else if (skip) {
			skip--;
		} else if (place-- == 0) {
			add_words(operand, at, word);
			return true;
		}
		at += word + 1;
	}
	return false;
}

bool usage_operand(const struct command *command, size_t place, struct usage_operand *operand)
{
	size_t length, name = strlen(command->name);
	bool found = false;

	operand->count = 0;
	for (size_t i = 0;; i++) {
		const char *form = usage_form(command, i, &length);

		if (!form)
			return found;
		bool named = strncmp(form, command->name, name) == 0;
		found = find(form, length, named, place, operand) || found;
	}
}
