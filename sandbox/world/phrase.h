/* Inside words: the names and turns of phrase that words.c and explain.c share. */
#ifndef WORLD_PHRASE_H
#define WORLD_PHRASE_H

#include "base/sentence.h"
#include "world/world.h"

const char *phrase_signal(int64_t number, char spare[24]);     /* "SIGKILL"; in `spare` */
const char *phrase_object(const struct world_object *object); /* its name; NULL is "an unknown object" */

/* " (two.lua:14)", " (line 14)" without a file, nothing for line 0 */
void phrase_place(struct sentence *sentence, const char *file, uint32_t line);
void phrase_exit(struct sentence *sentence, int32_t exit_code); /* "exit code 0", "killed by SIGKILL" */

/* "wants fork1", "waits for fork1" */
void phrase_wants(struct sentence *sentence, const struct world_object *object, unsigned action);
void phrase_waits(struct sentence *sentence, const struct world_object *object, unsigned action);
/* ", held by P2 since 0.312s", where the object has an owner */
void phrase_owner(struct sentence *sentence, const struct world *world, const struct world_object *object,
		  uint32_t waiter);

/* The same, and before it " or b", what it waits for as well; of a pipe ", whose writing end only P2 holds".
 */
void phrase_why(struct sentence *sentence, const struct world *world, const struct world_process *process);

#endif
