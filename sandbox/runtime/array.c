/* Array: elements of one type, side by side in pages of the arena.
 *
 * The state says what the array is and what was written last; there is one copy of the elements. So a write
 * is first committed as part of the state, and then put into its place, with the monitor held all the while:
 * a new element lies in the state, a new range in pages that the state names. Whoever dies in between leaves
 * it to the supervisor, which puts it there before it frees the monitor (array_settle); putting it twice does
 * no harm. So a write happens or it does not, a range of up to ARRAY_STEP bytes included.
 *
 * Guards and effects see indexes and single elements. Ranges are moved by the carries below.
 */
#include "runtime/array.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "runtime/control.h"
#include "runtime/operate.h"
#include "runtime/storage.h"

static void init(union state *state, int64_t a, int64_t b)
{
	state->array.size = (uint32_t)a;
	state->array.typecode = (char)b;
}

static bool has(const union state *state, int64_t first, int64_t count)
{
	return first >= 1 && count >= 1 && count <= state->array.size &&
	       first - 1 <= state->array.size - count;
}

static enum outcome read_element(union state *state, struct request *request)
{
	return has(state, request->a, 1) ? OUTCOME_OK : OUTCOME_MISUSE;
}

static enum outcome write_element(union state *state, struct request *request)
{
	if (!has(state, request->a, 1))
		return OUTCOME_MISUSE;
	state->array.last = (uint32_t)request->a;
	state->array.bits = request->b;
	return OUTCOME_OK;
}

static enum outcome read_range(union state *state, struct request *request)
{
	return has(state, request->a, request->b) ? OUTCOME_OK : OUTCOME_MISUSE;
}

static enum outcome write_range(union state *state, struct request *request)
{
	if (!has(state, request->a, request->b))
		return OUTCOME_MISUSE;
	state->array.last = 0;
	state->array.first = (uint32_t)request->a;
	state->array.count = (uint32_t)request->b;
	return OUTCOME_OK;
}

static void describe(const union state *state, char *text, size_t size)
{
	snprintf(text, size, "%u of type '%c'", state->array.size, state->array.typecode);
}

static const struct action actions[] = {
	[ARRAY_READ] = {.name = "read", .did = "read", .effect = read_element},
	[ARRAY_WRITE] = {.name = "write", .did = "wrote", .effect = write_element},
	[ARRAY_SLICE] = {.name = "slice", .did = "read a range of", .effect = read_range},
	[ARRAY_ASSIGN] = {.name = "assign", .did = "wrote a range of", .effect = write_range},
};

const struct primitive primitive_array = {
	.kind = "array",
	.size = sizeof(struct array_state),
	.actions = actions,
	.action_count = sizeof actions / sizeof *actions,
	.init = init,
	.describe = describe,
};

size_t array_width(char typecode)
{
	switch (typecode) {
	case 'h':
	case 'H':
		return 2;
	case 'i':
	case 'I':
	case 'f':
		return 4;
	case 'l':
	case 'L':
	case 'q':
	case 'Q':
	case 'd':
		return 8;
	default:
		return 1;
	}
}

int64_t array_load(char typecode, const void *elements, size_t index)
{
	union {
		double number;
		int64_t bits;
	} real;

	switch (typecode) {
	case 'b':
		return ((const int8_t *)elements)[index];
	case 'h':
		return ((const int16_t *)elements)[index];
	case 'H':
		return ((const uint16_t *)elements)[index];
	case 'i':
		return ((const int32_t *)elements)[index];
	case 'I':
		return ((const uint32_t *)elements)[index];
	case 'f':
		real.number = ((const float *)elements)[index];
		return real.bits;
	case 'l':
	case 'L':
	case 'q':
	case 'Q':
	case 'd':
		return ((const int64_t *)elements)[index];
	default:
		return ((const uint8_t *)elements)[index];
	}
}

void array_store(char typecode, void *elements, size_t index, int64_t bits)
{
	union {
		int64_t bits;
		double number;
	} real = {bits};

	switch (array_width(typecode)) {
	case 1:
		((uint8_t *)elements)[index] = (uint8_t)bits;
		break;
	case 2:
		((uint16_t *)elements)[index] = (uint16_t)bits;
		break;
	case 4:
		if (typecode == 'f')
			((float *)elements)[index] = (float)real.number;
		else
			((uint32_t *)elements)[index] = (uint32_t)bits;
		break;
	default:
		((int64_t *)elements)[index] = bits;
	}
}

/* Size, typecode and page never change, so they may be read at any time. */
static const struct array_state *state_of(struct arena *arena, uint32_t index)
{
	struct object *object = arena_object(arena, index);

	return &object_state(arena, object, atomic_load(&object->version))->array;
}

static uint32_t pages_for(size_t bytes)
{
	return (uint32_t)((bytes + ARENA_PAGE - 1) / ARENA_PAGE);
}

/* Elements that may be moved in one step. */
static uint32_t step_of(char typecode)
{
	return ARRAY_STEP / (uint32_t)array_width(typecode);
}

/* The bits of those elements that the screen shows, the first of the array. Returns how many bytes. */
static uint16_t make_preview(char typecode, const void *elements, uint32_t first, uint32_t count,
			     int64_t *preview)
{
	uint16_t shown = 0;

	while (first + shown <= ARRAY_PREVIEW && shown < count) {
		preview[shown] = array_load(typecode, elements, shown);
		shown++;
	}
	return (uint16_t)(shown * sizeof *preview);
}

/* The name, and behind its NUL what the first elements are. */
static void trace_created(struct self *self, uint32_t index, char typecode, uint32_t size,
			  const void *elements)
{
	const char *name = arena_object(self->arena, index)->name;
	size_t length = strlen(name);
	int64_t preview[ARRAY_PREVIEW];
	char text[sizeof preview + sizeof((struct object *)0)->name];

	memcpy(text, name, length + 1);
	if (elements) {
		uint16_t bytes = make_preview(typecode, elements, 1, size, preview);

		memcpy(text + length + 1, preview, bytes);
		length += 1 + bytes;
	}
	trace_plain(self, TRACE_CREATED, self->number, size, typecode, index, text, length);
}

/* Nobody else knows the array before it has a handle, so nothing here is a step. */
static uint32_t create(struct self *self, char typecode, uint32_t size, const void *elements,
		       const char *name)
{
	size_t bytes = size * array_width(typecode);
	uint32_t pages = pages_for(bytes), page = 0;

	errno = ENOMEM;
	if (pages && !(page = arena_pages_take(self->arena, pages, self->slot->index + 1)))
		return 0;
	if (elements)
		memcpy(arena_page(self->arena, page), elements, bytes);
	else if (page)
		memset(arena_page(self->arena, page), 0, bytes);
	uint32_t index = arena_object_new(self->arena, PRIMITIVE_ARRAY, size, typecode, name);
	if (!index) {
		arena_pages_give(self->arena, page, pages);
		errno = ENOSPC;
		return 0;
	}
	object_state(self->arena, arena_object(self->arena, index), 0)->array.page = page;
	arena_pages_retag(self->arena, page, pages, OWNER_OBJECT | index);
	trace_created(self, index, typecode, size, elements);
	if (control_is_on(self))
		control_created(self, index, size, typecode);
	return index;
}

struct handle array_create(struct self *self, char typecode, uint32_t size, const void *elements,
			   const char *name)
{
	atomic_store_explicit(&self->slot->in_runtime, 1, memory_order_release);
	gate_pass(self);
	uint32_t index = create(self, typecode, size, size ? elements : NULL, name);
	atomic_store_explicit(&self->slot->in_runtime, 0, memory_order_release);
	return (struct handle){index, index ? arena_object(self->arena, index)->number : 0};
}

uint32_t array_size(struct self *self, struct handle handle)
{
	return state_of(self->arena, handle.index)->size;
}

uint64_t array_room(const struct self *self)
{
	return (uint64_t)(self->arena->pages - 1) * ARENA_PAGE;
}

/* What is committed goes into its place. The compiler must not move these stores before the commit. */
static void settle(struct arena *arena, struct object *object)
{
	atomic_signal_fence(memory_order_seq_cst);
	struct array_state *array =
		&object_state(arena, object, atomic_load_explicit(&object->version, memory_order_relaxed))
			 ->array;

	if (array->journal) {
		size_t width = array_width(array->typecode);

		memcpy((char *)arena_page(arena, array->page) + (array->first - 1) * width,
		       arena_page(arena, array->journal), array->count * width);
		atomic_signal_fence(memory_order_seq_cst);
		array->journal = 0; /* its pages are about to be used for something else */
	} else if (array->last) {
		array_store(array->typecode, arena_page(arena, array->page), array->last - 1, array->bits);
	}
}

void array_settle(struct arena *arena, uint32_t index)
{
	settle(arena, arena_object(arena, index));
}

void array_link(struct arena *arena, uint32_t index, uint64_t *bits)
{
	const struct array_state *array = state_of(arena, index);

	if (arena_object(arena, index)->primitive == PRIMITIVE_ARRAY && array->page)
		storage_link(bits, array->page, pages_for(array->size * array_width(array->typecode)));
}

static int before_read(struct self *self, uint32_t index, const union state *now, union state *next,
		       void *cargo)
{
	struct request *request = cargo;
	const struct array_state *array = &now->array;

	(void)index, (void)next;
	request->b =
		array_load(array->typecode, arena_page(self->arena, array->page), (size_t)request->a - 1);
	return 0;
}

enum outcome array_read(struct self *self, struct handle handle, uint32_t index, int64_t *bits)
{
	struct request request = {.action = ARRAY_READ, .a = index};
	struct carry carry = {.before = before_read, .cargo = &request};
	enum outcome outcome = operate_carrying(self, handle, &request, WAIT_NOT, &carry);

	*bits = request.b;
	return outcome;
}

static void after_write(struct self *self, uint32_t index, const union state *before, void *cargo)
{
	(void)before, (void)cargo;
	settle(self->arena, arena_object(self->arena, index));
}

enum outcome array_write(struct self *self, struct handle handle, uint32_t index, int64_t bits)
{
	struct request request = {.action = ARRAY_WRITE, .a = index, .b = bits};
	struct carry carry = {.after = after_write};

	return operate_carrying(self, handle, &request, WAIT_NOT, &carry);
}

struct slice_cargo {
	uint32_t first, count;
	void *elements;
};

static int before_slice(struct self *self, uint32_t index, const union state *now, union state *next,
			void *cargo)
{
	const struct slice_cargo *slice = cargo;
	size_t width = array_width(now->array.typecode);

	(void)index, (void)next;
	memcpy(slice->elements, (char *)arena_page(self->arena, now->array.page) + (slice->first - 1) * width,
	       slice->count * width);
	return 0;
}

enum outcome array_slice(struct self *self, struct handle handle, uint32_t first, uint32_t count,
			 void *elements)
{
	char typecode = state_of(self->arena, handle.index)->typecode;
	enum outcome outcome = OUTCOME_OK;

	while (count > 0 && outcome == OUTCOME_OK) {
		uint32_t now = count < step_of(typecode) ? count : step_of(typecode);
		struct request request = {.action = ARRAY_SLICE, .a = first, .b = now};
		struct slice_cargo cargo = {first, now, elements};
		struct carry carry = {.before = before_slice, .cargo = &cargo};

		outcome = operate_carrying(self, handle, &request, WAIT_NOT, &carry);
		elements = (char *)elements + now * array_width(typecode);
		first += now;
		count -= now;
	}
	return outcome;
}

static int before_assign(struct self *self, uint32_t index, const union state *now, union state *next,
			 void *cargo)
{
	const uint32_t *journal = cargo;

	(void)self, (void)index, (void)now;
	next->array.journal = *journal;
	return 0;
}

static enum outcome assign_step(struct self *self, struct handle handle, uint32_t first, uint32_t count,
				const void *elements, char typecode, uint32_t journal)
{
	struct request request = {.action = ARRAY_ASSIGN, .a = first, .b = count};
	int64_t preview[ARRAY_PREVIEW];
	struct carry carry = {.before = before_assign, .after = after_write, .cargo = &journal};

	carry.length = make_preview(typecode, elements, first, count, preview);
	carry.text = carry.length ? (const char *)preview : NULL;
	memcpy(arena_page(self->arena, journal), elements, count * array_width(typecode));
	return operate_carrying(self, handle, &request, WAIT_NOT, &carry);
}

enum outcome array_assign(struct self *self, struct handle handle, uint32_t first, uint32_t count,
			  const void *elements)
{
	char typecode = state_of(self->arena, handle.index)->typecode;
	uint32_t step = count < step_of(typecode) ? count : step_of(typecode);
	uint32_t pages = pages_for(step * array_width(typecode));
	uint32_t journal = arena_pages_take(self->arena, pages, self->slot->index + 1);
	enum outcome outcome = OUTCOME_OK;

	if (count && !journal) {
		errno = ENOMEM;
		return OUTCOME_MISUSE;
	}
	while (count > 0 && outcome == OUTCOME_OK) {
		uint32_t now = count < step ? count : step;

		outcome = assign_step(self, handle, first, now, elements, typecode, journal);
		elements = (const char *)elements + now * array_width(typecode);
		first += now;
		count -= now;
	}
	arena_pages_give(self->arena, journal, pages);
	return outcome;
}
