/* The terminal and the locale: what the screen can make of them. */
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "command/doctor.h"
#include "tui/glyph.h"
#include "tui/layout.h"
#include "tui/measure.h"
#include "tui/terminal.h"
#include "tui/tr.h"

static const char *value_of(const char *variable)
{
	const char *value = getenv(variable);

	return value ? value : "";
}

/* Is there one, and of a type that can show a screen? */
static bool check_type(struct doctor *doctor, struct terminal_type *type)
{
	const char *name = value_of("TERM");

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		doctor_add(doctor, "terminal", DOCTOR_LIMITED,
			   tr("the screen needs one; `sandbox run` and the others do not"), "%s",
			   tr("none here"));
		return false;
	}
	if (!terminal_type(type)) {
		doctor_add(doctor, "terminal", DOCTOR_MISSING,
			   tr("this type is not known here: set TERM=xterm-256color, say, or use "
			      "`sandbox run`"),
			   "TERM=%s", name);
		return false;
	}
	if (!type->moves) {
		doctor_add(doctor, "terminal", DOCTOR_MISSING,
			   tr("it cannot show a screen: set another TERM, or use `sandbox run`"), "TERM=%s",
			   name);
		return false;
	}
	doctor_add(doctor, "terminal", DOCTOR_GOOD, tr("it can show the screen"), "TERM=%s", name);
	return true;
}

static void check_size(struct doctor *doctor)
{
	static const struct {
		int columns, rows;
		enum doctor_mark mark;
		const char *means;
	} sizes[] = {
		{120, 36, DOCTOR_GOOD, "all seven panels at once"},
		{80, 24, DOCTOR_GOOD, "processes, lesson and one more panel; all from 120x36 on"},
		{LAYOUT_LEAST_COLUMNS, LAYOUT_LEAST_ROWS, DOCTOR_LIMITED,
		 "one panel at a time; three from 80x24 on"},
		{0, 0, DOCTOR_LIMITED, "too small for the screen: it needs 60x16"},
	};
	struct winsize size = {0};
	size_t i = 0;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0 || !size.ws_col) {
		doctor_add(doctor, "size", DOCTOR_LIMITED, tr("the screen will guess it: 80x24"), "%s",
			   tr("the terminal does not tell"));
		return;
	}
	while (size.ws_col < sizes[i].columns || size.ws_row < sizes[i].rows)
		i++;
	doctor_add(doctor, "size", sizes[i].mark, tr(sizes[i].means), tr("%d columns, %d rows"), size.ws_col,
		   size.ws_row);
}

static void check_colours(struct doctor *doctor, int colours)
{
	if (*value_of("NO_COLOR"))
		doctor_add(doctor, "colours", DOCTOR_GOOD,
			   tr("none, as you wish; every state has its letter"), "NO_COLOR=%s",
			   value_of("NO_COLOR"));
	else if (colours >= 256)
		doctor_add(doctor, "colours", DOCTOR_GOOD, tr("the screen as it is meant"), "%d", colours);
	else if (colours >= 8)
		doctor_add(doctor, "colours", DOCTOR_LIMITED, tr("coarser ones; 256 are better to look at"),
			   "%d", colours);
	else
		doctor_add(doctor, "colours", DOCTOR_LIMITED,
			   tr("bold and reverse only; every state has its letter"), "%s", tr("none"));
}

/* What the terminal makes of what we draw; only it knows. */
static void check_widths(struct doctor *doctor)
{
	static const char *const texts[] = {"锁", GLYPH_RUN, "─"};
	int columns[3];

	measure_columns(texts, 3, columns);
	if (columns[0] < 0 || columns[2] < 0)
		doctor_add(doctor, "wide characters", DOCTOR_LIMITED,
			   tr("if Chinese or frames do not line up: --lang en, --ascii"), "%s",
			   tr("the terminal does not tell"));
	else if (columns[0] != 2)
		doctor_add(doctor, "wide characters", DOCTOR_LIMITED,
			   tr("Chinese will not line up, it should take two: --lang en"),
			   tr("锁 takes %d, %s takes %d"), columns[0], "─", columns[2]);
	else if (columns[1] != 1 || columns[2] != 1)
		doctor_add(doctor, "wide characters", DOCTOR_LIMITED,
			   tr("frames will not line up: set ambiguous width to narrow, or --ascii"),
			   tr("锁 takes %d, %s takes %d"), columns[0], "─", columns[2]);
	else
		doctor_add(doctor, "wide characters", DOCTOR_GOOD, tr("Chinese and frames line up"),
			   tr("锁 takes %d, %s takes %d"), columns[0], "─", columns[2]);
}

static void check_mouse(struct doctor *doctor, bool mouse)
{
	if (mouse)
		doctor_add(doctor, "mouse", DOCTOR_GOOD,
			   tr("the terminal can report it; every action has a key"), "%s", tr("there"));
	else
		doctor_add(doctor, "mouse", DOCTOR_LIMITED,
			   tr("the terminal does not report it; every action has a key"), "%s", tr("none"));
}

/* The variable that decides, in the order of setlocale(3). */
static const char *deciding(void)
{
	static const char *const variables[] = {"LC_ALL", "LC_CTYPE", "LANG"};

	for (size_t i = 0; i < 3; i++)
		if (*value_of(variables[i]))
			return variables[i];
	return "LANG";
}

static bool check_locale(struct doctor *doctor)
{
	const char *variable = deciding(), *value = value_of(variable);

	if (!setlocale(LC_CTYPE, "")) {
		doctor_add(doctor, "encoding", DOCTOR_LIMITED,
			   tr("this locale is not installed: the screen draws with ASCII; try LANG=C.UTF-8"),
			   "%s=%s", variable, value);
		return false;
	}
	bool utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
	if (utf8)
		doctor_add(doctor, "encoding", DOCTOR_GOOD, tr("frames and Chinese can be drawn"),
			   tr("UTF-8, by %s=%s"), variable, value);
	else
		doctor_add(doctor, "encoding", DOCTOR_LIMITED,
			   tr("the screen draws with ASCII; set LANG=C.UTF-8 for frames and Chinese"),
			   tr("%s, by %s=%s"), nl_langinfo(CODESET), variable, value);
	return utf8;
}

void doctor_terminal(struct doctor *doctor)
{
	struct terminal_type type;
	bool there = check_type(doctor, &type);

	if (there)
		check_size(doctor);
	if (there)
		check_colours(doctor, type.colours);
	bool utf8 = check_locale(doctor);
	if (there && utf8)
		check_widths(doctor);
	if (there)
		check_mouse(doctor, type.mouse);
}
