/* Arguments to command; the only place that exits. */
#include <locale.h>
#include <signal.h>
#include <stdlib.h>

#include "base/fd.h"
#include "command/command.h"

int main(int argc, char **argv)
{
	fd_fill_stdio();
	signal(SIGXFSZ, SIG_IGN); /* a limit on the size of files is an error like any other */
	setlocale(LC_CTYPE, "");
	exit(command_main(argc, argv));
}
