/* tests/cli/manual.sh sees to it that every variable that is read has a row. */
#include "command/environment.h"

#include <stddef.h>

const struct environment_row environment_variables[] = {
	{"LC_ALL, LC_MESSAGES, LANG",
	 "The language, where --lang does not say it: Chinese in a Chinese locale, else English. The first\n"
	 "that is set counts. Whether the screen draws with ASCII only depends on the encoding of LC_ALL,\n"
	 "LC_CTYPE or LANG."},
	{"TERM", "The type of the terminal. Where it is dumb, nothing is styled and there is no screen."},
	{"NO_COLOR", "If it is not empty, the screen has no colours, as with --theme mono."},
	{"COLORFGBG", "Set by some terminals: whether the background is light or dark, for --theme auto."},
	{"COLUMNS", "How wide `sandbox help api` writes, where the output is no terminal."},
	{"PAGER", "What shows a long reference on a terminal; less if it is not set."},
	{"CC", "The C compiler with which `sandbox lint` compiles the lessons' same.c; cc if it is not set."},
	{"XDG_DATA_HOME, HOME", "Where your copies of exercises are: see FILES."},
	{"XDG_STATE_HOME", "Where what you have done is kept: see FILES."},
	{"SANDBOX_LESSONS", "Another folder of lessons."},
	{"SANDBOX_LUA", "Another folder of the modules that scenarios require."},
	{"SANDBOX_SET",
	 "For a scenario that is run by lua5.4 and not by sandbox: its knobs, \"name=value name=value\", as\n"
	 "--set of `sandbox run`."},
	{"SANDBOX_SEED", "Likewise: the seed, as --seed."},
	{"SANDBOX_TIMEOUT", "Likewise: seconds, as --timeout."},
	{"SANDBOX_EVENTS", "Likewise: the file to which the events are written, as by --json."},
	{NULL, NULL},
};

const struct environment_row environment_files[] = {
	{"PREFIX/share/sandbox/lessons",
	 "The lessons: a folder each. PREFIX is where the program was installed, /usr/local unless it was\n"
	 "said."},
	{"PREFIX/share/sandbox/lua", "The modules that scenarios require."},
	{"PREFIX/lib/lua/5.4/multiprocessing_core.so", "What lua5.4 needs to run a scenario by itself."},
	{"$XDG_DATA_HOME/sandbox/LESSON/exercise.lua",
	 "Your copy of the exercise of a lesson; without XDG_DATA_HOME, below ~/.local/share."},
	{"$XDG_STATE_HOME/sandbox/study",
	 "What you have done in the lessons, a line each; without XDG_STATE_HOME, below ~/.local/state."},
	{NULL, NULL},
};
