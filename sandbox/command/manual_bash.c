/* Completion for bash: the tables as case branches, and a few functions that ask the program for what only it
 * knows, its lessons and their knobs. */
#include "command/manual.h"

#include "command/usage.h"

/* "=" and ":" are words of their own in COMP_WORDS (COMP_WORDBREAKS): "--lang=zh" is three. */
static const char head[] =
	"# Completion of sandbox for bash, made by `sandbox help bash`.\n"
	"\n"
	"# The words that begin like what is being typed.\n"
	"_sandbox_words() {\n"
	"\tmapfile -t -O \"${#COMPREPLY[@]}\" COMPREPLY < <(compgen -W \"$*\" -- \"$current\")\n"
	"}\n"
	"\n"
	"_sandbox_files() {\n"
	"\tcompopt -o filenames 2>/dev/null\n"
	"\tmapfile -t -O \"${#COMPREPLY[@]}\" COMPREPLY < <(compgen -f -- \"$current\")\n"
	"}\n"
	"\n"
	"_sandbox_lessons() {\n"
	"\t_sandbox_words \"$(\"$program\" lessons --names 2>/dev/null)\"\n"
	"}\n"
	"\n"
	"# The knobs of the scenario that the command line names; a value follows.\n"
	"_sandbox_knobs() {\n"
	"\tlocal line knobs=()\n"
	"\t[ -n \"$operand\" ] || return\n"
	"\twhile read -r line; do\n"
	"\t\tknobs+=(\"${line%%=*}=\")\n"
	"\tdone < <(\"$program\" help knobs \"$operand\" 2>/dev/null)\n"
	"\tcompopt -o nospace 2>/dev/null\n"
	"\t_sandbox_words \"${knobs[*]}\"\n"
	"}\n"
	"\n"
	"_sandbox_commands() {\n"
	"\t_sandbox_words";

static const char find_operand[] =
	"\n"
	"\t# The operands before it: what is neither an option nor its value.\n"
	"\tfor ((i = first; i < COMP_CWORD; i++)); do\n"
	"\t\tcase ${COMP_WORDS[i]} in\n"
	"\t\t= | :) i=$((i + 1)) ;;\n"
	"\t\t--*)\n"
	"\t\t\tif [ \"${COMP_WORDS[i + 1]}\" = = ]; then\n"
	"\t\t\t\ti=$((i + 2))\n"
	"\t\t\telif [[ $valued == *\" ${COMP_WORDS[i]} \"* ]]; then\n"
	"\t\t\t\ti=$((i + 1))\n"
	"\t\t\tfi\n"
	"\t\t\t;;\n"
	"\t\t*)\n"
	"\t\t\t[ -n \"$operand\" ] || operand=${COMP_WORDS[i]}\n"
	"\t\t\toperands=$((operands + 1))\n"
	"\t\t\t;;\n"
	"\t\tesac\n"
	"\tdone\n";

static const char begin[] =
	"_sandbox() {\n"
	"\tlocal current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}\n"
	"\tlocal program=${COMP_WORDS[0]/#\\~/$HOME} command='' first=1 options valued\n"
	"\tlocal operand='' operands=0 i\n"
	"\n"
	"\tCOMPREPLY=()\n"
	"\tif [ \"$current\" = = ]; then\n"
	"\t\tcurrent=''\n"
	"\telif [ \"$previous\" = = ]; then\n"
	"\t\tprevious=${COMP_WORDS[COMP_CWORD - 2]}\n"
	"\tfi\n"
	"\tif [ \"$COMP_CWORD\" -gt 1 ]; then\n"
	"\t\tcase ${COMP_WORDS[1]} in\n"
	"\t\t";

/* What bash calls to offer it, NULL = nothing. */
static const char *function(enum usage_offer offer)
{
	switch (offer) {
	case USAGE_FILES:
		return "_sandbox_files";
	case USAGE_LESSONS:
		return "_sandbox_lessons";
	case USAGE_KNOBS:
		return "_sandbox_knobs";
	case USAGE_COMMANDS:
		return "_sandbox_commands";
	default:
		return NULL;
	}
}

/* The choices of an option, or what its argument stands for. */
static void add_values(struct buffer *out, const struct option *option)
{
	enum usage_offer offer;

	if (option->choice) {
		buffer_print(out, " _sandbox_words");
		for (size_t i = 0; option->choice(i); i++)
			buffer_print(out, " %s", option->choice(i));
	} else if (usage_offer(option->argument, &offer) && function(offer)) {
		buffer_print(out, " %s", function(offer));
	}
	buffer_print(out, " ;;\n");
}

static void add_operands(struct buffer *out, const struct command *command)
{
	struct usage_operand operand;

	for (size_t place = 0; usage_operand(command, place, &operand); place++) {
		buffer_print(out, "\t%s-%zu)\n", command == command_at(0) ? "" : command->name, place);
		for (size_t i = 0; i < operand.count; i++) {
			enum usage_offer offer;

			if (!usage_is_placeholder(operand.words[i]))
				buffer_print(out, "\t\t_sandbox_words %s\n", operand.words[i]);
			else if (usage_offer(operand.words[i], &offer) && function(offer))
				buffer_print(out, "\t\t%s\n", function(offer));
		}
		buffer_print(out, "\t\t;;\n");
	}
}

static void add_options(struct buffer *out, const struct command *command)
{
	const struct option *option;

	buffer_print(out, "\t%s)\n\t\toptions='", command == command_at(0) ? "''" : command->name);
	for (option = command->options; option->name; option++)
		buffer_print(out, "--%s ", option->name);
	buffer_print(out, "--help%s'\n\t\tvalued=' ", command == command_at(0) ? " --version" : "");
	for (option = command->options; option->name; option++)
		if (option->argument)
			buffer_print(out, "--%s ", option->name);
	buffer_print(out, "'\n\t\t;;\n");
}

static void add_command_names(struct buffer *out, const char *between)
{
	const struct command *command;

	for (size_t i = 1; (command = command_at(i)); i++)
		buffer_print(out, "%s%s", i > 1 || *between == ' ' ? between : "", command->name);
}

void manual_bash(struct buffer *out)
{
	const struct command *command;

	buffer_print(out, "%s", head);
	add_command_names(out, " ");
	buffer_print(out, "\n}\n\n%s", begin);
	add_command_names(out, "|");
	buffer_print(out, ") command=${COMP_WORDS[1]} first=2 ;;\n\t\tesac\n\tfi\n\tcase $command in\n");
	for (size_t i = 0; (command = command_at(i)); i++)
		add_options(out, command);
	buffer_print(out, "\tesac\n%s\n\tcase $command$previous in\n", find_operand);
	for (size_t i = 0; (command = command_at(i)); i++)
		for (const struct option *option = command->options; option->name; option++) {
			if (!option->argument)
				continue;
			buffer_print(out, "\t%s--%s)", i ? command->name : "", option->name);
			add_values(out, option);
		}
	buffer_print(
		out,
		"\t*)\n"
		"\t\t# Behind a \"=\" that is no option's, the value of a knob, nothing is known.\n"
		"\t\t[ \"${COMP_WORDS[COMP_CWORD]}\" != = ] || return\n"
		"\t\t[[ ${COMP_WORDS[COMP_CWORD - 1]} != [=:] ]] || return\n"
		"\t\tcase $current in\n"
		"\t\t-*) _sandbox_words \"$options\" ;;\n"
		"\t\t*) _sandbox_operand ;;\n"
		"\t\tesac\n"
		"\t\t;;\n"
		"\tesac\n"
		"}\n\n"
		"_sandbox_operand() {\n"
		"\t[ \"$command$operands\" != 0 ] || _sandbox_commands\n"
		"\tcase $command-$operands in\n");
	for (size_t i = 0; (command = command_at(i)); i++)
		add_operands(out, command);
	buffer_print(out, "\tesac\n}\n\ncomplete -F _sandbox sandbox\n");
}
