/* Completion for zsh: a call of _arguments for each command (zshcompsys(1)). */
#include "command/manual.h"

#include <string.h>

#include "command/usage.h"

static const char head[] =
	"#compdef sandbox\n"
	"# Completion of sandbox for zsh, made by `sandbox help zsh`.\n"
	"\n"
	"_sandbox_lessons() {\n"
	"\tlocal -a lessons=(${(f)\"$(_call_program lessons $program lessons --names 2>/dev/null)\"})\n"
	"\t_wanted lessons expl lesson compadd -a lessons\n"
	"}\n"
	"\n"
	"# The knobs of the scenario that the command line names; a value follows.\n"
	"_sandbox_knobs() {\n"
	"\tlocal -a knobs\n"
	"\t[[ -n $line[1] ]] || return 1\n"
	"\tcompset -P '*=' && return 1\n"
	"\tknobs=(${${(f)\"$(_call_program knobs $program help knobs ${(q)line[1]} 2>/dev/null)\"}%%=*})\n"
	"\t_wanted knobs expl knob compadd -S = -a knobs\n"
	"}\n"
	"\n"
	"_sandbox_commands() {\n"
	"\tlocal -a commands=(\n";

/* Help in brackets: its first clause, without what zsh reads otherwise. */
static void add_clause(struct buffer *out, const char *help)
{
	size_t length = strcspn(help, ";:\n");

	for (size_t i = 0; i < length; i++) {
		if (help[i] == '\'')
			buffer_print(out, "'\\''");
		else if (strchr("[]\\", help[i]))
			buffer_print(out, "\\%c", help[i]);
		else
			buffer_add(out, help + i, 1);
	}
}

static const char *action(enum usage_offer offer)
{
	switch (offer) {
	case USAGE_FILES:
		return "_files";
	case USAGE_LESSONS:
		return "_sandbox_lessons";
	case USAGE_KNOBS:
		return "_sandbox_knobs";
	case USAGE_COMMANDS:
		return "_sandbox_commands";
	default:
		return " "; /* something is to be typed, and nothing can be offered */
	}
}

static void add_option(struct buffer *out, const struct option *option)
{
	enum usage_offer offer = USAGE_NOTHING;

	buffer_print(out, " \\\n\t\t\t'%s--%s%s[", option->kind == OPTION_LIST ? "*" : "", option->name,
		     option->argument ? "=" : "");
	add_clause(out, option->help);
	buffer_print(out, "]");
	if (!option->argument) {
		buffer_print(out, "'");
		return;
	}
	buffer_print(out, ":%s:", option->argument);
	if (!option->choice) {
		usage_offer(option->argument, &offer);
		buffer_print(out, "%s'", action(offer));
		return;
	}
	for (size_t i = 0; option->choice(i); i++)
		buffer_print(out, "%s%s", i ? " " : "(", option->choice(i));
	buffer_print(out, ")'");
}

/* '1:FILE or LESSON: _alternative "FILE\:FILE\:_files" "LESSON\:LESSON\:_sandbox_lessons"' */
static void add_operand(struct buffer *out, size_t place, const struct usage_operand *operand)
{
	struct buffer literal = {0};

	buffer_print(out, " \\\n\t\t\t'%zu:", place + 1);
	for (size_t i = 0; i < operand->count; i++)
		buffer_print(out, "%s%s", i ? " or " : "", operand->words[i]);
	buffer_print(out, ": _alternative"); /* behind a blank: without the options of _arguments */
	for (size_t i = 0; i < operand->count; i++) {
		enum usage_offer offer;
		const char *word = operand->words[i];

		if (!usage_is_placeholder(word))
			buffer_print(&literal, " %s", word);
		else if (usage_offer(word, &offer) && offer != USAGE_NOTHING)
			buffer_print(out, " \"%s\\:%s\\:%s\"", word, word, action(offer));
	}
	if (literal.length)
		buffer_print(out, " \"words\\:word\\:(%s)\"", buffer_text(&literal) + 1);
	buffer_finish(&literal);
	buffer_print(out, "'");
}

static void add_arguments(struct buffer *out, const struct command *command)
{
	static const struct option help = {.name = "help", .help = "print how it is used"};
	static const struct option version = {.name = "version", .help = "print the version"};
	struct usage_operand operand;

	buffer_print(out, "\t\t_arguments -S");
	for (const struct option *option = command->options; option->name; option++)
		add_option(out, option);
	add_option(out, &help);
	if (command == command_at(0))
		add_option(out, &version);
	for (size_t place = 0; usage_operand(command, place, &operand); place++)
		add_operand(out, place, &operand);
	buffer_print(out, "\n\t\t;;\n");
}

void manual_zsh(struct buffer *out)
{
	const struct command *command;

	buffer_print(out, "%s", head);
	for (size_t i = 1; (command = command_at(i)); i++) {
		buffer_print(out, "\t\t'%s:", command->name);
		add_clause(out, command->summary);
		buffer_print(out, "'\n");
	}
	buffer_print(out, "\t)\n"
			  "\t_describe -t commands command commands\n"
			  "}\n\n"
			  "_sandbox() {\n"
			  "\tlocal program=$words[1] line context state state_descr\n"
			  "\ttypeset -A opt_args\n"
			  "\n"
			  "\t(( CURRENT > 2 )) || _sandbox_commands\n"
			  "\tcase $words[2] in\n");
	for (size_t i = 1; (command = command_at(i)); i++) {
		buffer_print(out,
			     "\t%s)\n\t\t(( CURRENT > 2 )) || return\n\t\tshift words\n\t\t(( CURRENT-- ))\n",
			     command->name);
		add_arguments(out, command);
	}
	buffer_print(out, "\t*)\n");
	add_arguments(out, command_at(0));
	buffer_print(out, "\tesac\n}\n\n_sandbox \"$@\"\n");
}
