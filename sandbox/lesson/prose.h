/* A lesson's prose: CommonMark, one `## heading {#id}` a step.
 *
 * What comes before the first step may only be a `# title`, for those who read the file elsewhere. HTML is
 * refused: a terminal cannot show it, and `<close>` outside backticks would vanish. */
#ifndef LESSON_PROSE_H
#define LESSON_PROSE_H

#include "lesson/lesson.h"
#include "lesson/source.h"

struct prose_section {
	char *id, *title;
	unsigned line; /* of the heading */
	struct prose_block *blocks;
	size_t block_count;
};

struct prose {
	struct prose_section *sections;
	size_t count;
};

/* false after a complaint; prose_finish either way. */
bool prose_read(struct prose *prose, const struct source *source, struct complaint *complaint);
void prose_finish(struct prose *prose);
void prose_free_blocks(struct prose_block *blocks, size_t count);

#endif
