/* What a terminal makes of a character: asked of the terminal itself. */
#ifndef TUI_MEASURE_H
#define TUI_MEASURE_H

#include <stddef.h>

/* How many columns the cursor moves for each of these texts: printed, measured with the report of the
 * cursor's position (ECMA-48 DSR, "CSI 6 n"), and wiped out. stdin and stdout are the terminal. columns[i] is
 * -1 where it did not answer within 0.3 s; then it is not asked again. */
void measure_columns(const char *const *texts, size_t count, int *columns);

#endif
