/* Arguments to command; the only place that exits. */
#include <locale.h>
#include <stdlib.h>

#include "command/command.h"

int main(int argc, char **argv)
{
	setlocale(LC_CTYPE, "");
	exit(command_main(argc, argv));
}
