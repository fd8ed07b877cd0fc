/* What `sandbox doctor` finds: a line for each thing that the program needs, or can make use of. One file a
 * subject, a function for each. */
#ifndef COMMAND_DOCTOR_H
#define COMMAND_DOCTOR_H

#include <stdbool.h>
#include <stddef.h>

enum doctor_mark {
	DOCTOR_GOOD,
	DOCTOR_LIMITED, /* it works, with less of something */
	DOCTOR_MISSING, /* it does not work without that */
};

struct doctor_finding {
	const char *check; /* in English: "terminal" */
	enum doctor_mark mark;
	char found[160];
	const char *means; /* for the person, in their language */
};

#define DOCTOR_FINDINGS 32

struct doctor {
	struct doctor_finding findings[DOCTOR_FINDINGS];
	size_t count;
};

/* The format is what was found. */
void doctor_add(struct doctor *doctor, const char *check, enum doctor_mark mark, const char *means,
		const char *found, ...) __attribute__((format(printf, 5, 6)));

void doctor_terminal(struct doctor *doctor); /* the terminal, if there is one, and the locale */
void doctor_run(struct doctor *doctor);	     /* lessons and modules are there; two processes really run */
void doctor_machine(struct doctor *doctor);  /* processors, memory, limits, cgroups, clock */
void doctor_tools(struct doctor *doctor);    /* what other programs may do with lessons' processes */

/* The first line of a file of the system, without its newline. False, and "", if it cannot be read. */
bool doctor_read(const char *path, char *text, size_t size);

#endif
