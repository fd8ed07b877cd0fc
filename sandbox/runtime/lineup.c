/* Lines of processes inside states: plain data, so they are copied, compared and replayed like the rest. */
#include <string.h>

#include "runtime/primitive.h"

#define ROOM (sizeof((struct lineup *)0)->places / sizeof *((struct lineup *)0)->places)

uint32_t lineup_find(const struct lineup *line, uint32_t process)
{
	uint32_t place = 0;

	while (place < line->count && line->places[place].process != process + 1)
		place++;
	return place;
}

void lineup_add(struct lineup *line, uint32_t process)
{
	if (line->count == ROOM)
		return; /* there are no more processes than places, and none stands in it twice */
	line->places[line->count].process = process + 1;
	line->places[line->count++].mark = LINEUP_WAITS;
}

void lineup_remove(struct lineup *line, uint32_t place)
{
	if (place >= line->count)
		return;
	line->count--;
	memmove(&line->places[place], &line->places[place + 1], (line->count - place) * sizeof *line->places);
	memset(&line->places[line->count], 0, sizeof *line->places); /* so that equal lines are equal bytes */
}

uint32_t lineup_count(const struct lineup *line, uint32_t mark)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < line->count; i++)
		count += line->places[i].mark == mark;
	return count;
}

uint32_t lineup_mark(struct lineup *line, uint32_t most, uint32_t mark)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < line->count && count < most; i++)
		if (line->places[i].mark == LINEUP_WAITS) {
			line->places[i].mark = mark;
			count++;
		}
	return count;
}
