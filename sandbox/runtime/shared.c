/* Value: one typed number in shared memory. A read and a write are separate steps, so a lost update is a
 * schedule like any other. The binding checks ranges; here a value is 64 bits and a typecode. */
#include <inttypes.h>
#include <stdio.h>

#include "runtime/primitive.h"

static void init(union state *state, int64_t a, int64_t b)
{
	state->value.typecode = (char)a;
	state->value.as.integer = b;
}

static enum outcome read(union state *state, struct request *request)
{
	request->a = state->value.as.integer;
	return OUTCOME_OK;
}

static enum outcome write(union state *state, struct request *request)
{
	state->value.as.integer = request->a;
	return OUTCOME_OK;
}

static void describe(const union state *state, char *text, size_t size)
{
	switch (state->value.typecode) {
	case 'f':
	case 'd':
		snprintf(text, size, "%.14g", state->value.as.number);
		break;
	case 'c':
		snprintf(text, size, "'%c'",
			 state->value.as.integer >= 32 && state->value.as.integer < 127 ?
				 (char)state->value.as.integer :
				 '?');
		break;
	case 'Q':
	case 'L':
		snprintf(text, size, "%" PRIu64, state->value.as.natural);
		break;
	default:
		snprintf(text, size, "%" PRId64, state->value.as.integer);
	}
}

static const struct action actions[] = {
	[VALUE_READ] = {.name = "read", .did = "read", .effect = read},
	[VALUE_WRITE] = {.name = "write", .did = "wrote", .effect = write},
};

const struct primitive primitive_value = {
	.kind = "value",
	.size = sizeof(struct value_state),
	.actions = actions,
	.action_count = sizeof actions / sizeof *actions,
	.init = init,
	.describe = describe,
};
