/* The last line of a run as JSON: how it ended, and why. Written once a run, so plainly. */
#include <string.h>

#include "world/json.h"
#include "world/json_writer.h"
#include "world/words.h"

/* Appends to a buffer; the first failure is remembered and ends in false. */
struct page {
	struct buffer *out;
	bool failed;
};

static void raw(struct page *page, const char *text)
{
	page->failed = page->failed || !buffer_add(page->out, text, strlen(text));
}

static void string(struct page *page, const char *key, const char *text)
{
	size_t length = strlen(text);

	raw(page, key);
	if (page->failed || !buffer_reserve(page->out, JSON_STRING * length + 2)) {
		page->failed = true;
		return;
	}
	struct json json = {.at = page->out->bytes + page->out->length};
	json_string(&json, text, length);
	page->out->length = (size_t)(json.at - page->out->bytes);
}

static void integer(struct page *page, const char *key, int64_t value)
{
	page->failed = page->failed || !buffer_print(page->out, "%s%lld", key, (long long)value);
}

static void seconds(struct page *page, const char *key, int64_t nanoseconds)
{
	char text[JSON_VALUE];
	struct json json = {.at = text};

	json_seconds(&json, nanoseconds);
	*json.at = '\0';
	raw(page, key);
	raw(page, text);
}

static const char *kind(const struct world_object *object)
{
	return primitive_get(object->primitive)->kind;
}

static void put_holds(struct page *page, const struct world *world, const struct world_process *process)
{
	const char *comma = "";

	raw(page, ",\"holds\":[");
	for (uint32_t i = 0; i < process->held_count; i++) {
		const struct world_object *object = world_object(world, process->held[i]);
		if (!object)
			continue;
		raw(page, comma);
		string(page, "{\"object\":", object->name);
		integer(page, ",\"number\":", object->number);
		string(page, ",\"kind\":", kind(object));
		for (uint32_t j = object->taker_count; j-- > 0;) {
			if (object->takers[j].process != process->number)
				continue;
			integer(page, ",\"line\":", object->takers[j].line);
			break;
		}
		raw(page, "}");
		comma = ",";
	}
	raw(page, "]");
}

static void put_wait(struct page *page, const struct world *world, const struct world_process *process)
{
	const struct world_object *object = world_object(world, process->target);
	holder_t owner = world_owner(world, process->target);
	const struct world_process *holder = owner ? world_process(world, owner - 1) : NULL;

	if (!object)
		return;
	const struct primitive *primitive = primitive_get(object->primitive);
	string(page, ",\"waits\":{\"object\":", object->name);
	integer(page, ",\"number\":", object->number);
	string(page, ",\"kind\":", kind(object));
	if (process->action < primitive->action_count)
		string(page, ",\"action\":", primitive->actions[process->action].name);
	integer(page, ",\"line\":", process->line);
	seconds(page, ",\"since\":", process->since);
	if (holder)
		string(page, ",\"for\":", holder->name);
	raw(page, "}");
}

static void put_names(struct page *page, const char *key, const struct world *world, const uint32_t *numbers,
		      uint32_t count)
{
	raw(page, key);
	for (uint32_t i = 0; i < count; i++)
		string(page, i ? "," : "", world_process(world, numbers[i])->name);
	raw(page, "]");
}

static void put_stuck(struct page *page, const struct world *world, const struct verdict *verdict,
		      const char *file)
{
	char sentence[4096];

	if (verdict->kind == VERDICT_NONE)
		return;
	raw(page, verdict->whole ? ",\"whole\":true" : ",\"whole\":false");
	integer(page, ",\"closed_by\":", (int64_t)verdict->seq);
	put_names(page, ",\"ring\":[", world, verdict->ring, verdict->ring_count);
	raw(page, ",\"stuck\":[");
	for (uint32_t i = 0; i < verdict->stuck_count; i++) {
		const struct world_process *process = world_process(world, verdict->stuck[i]);
		string(page, i ? ",{\"process\":" : "{\"process\":", process->name);
		integer(page, ",\"pid\":", process->pid);
		put_holds(page, world, process);
		put_wait(page, world, process);
		raw(page, "}");
	}
	verdict_sentence(world, verdict, file, sentence, sizeof sentence);
	string(page, "],\"sentence\":", sentence);
}

static void put_processes(struct page *page, const struct world *world, const char *file)
{
	const char *before = "";
	char where[1024];

	raw(page, ",\"processes\":[");
	for (uint32_t i = 0; i < world->process_count; i++) {
		const struct world_process *process = world_process(world, i);
		if (!process)
			continue;
		raw(page, before);
		string(page, "{\"process\":", process->name);
		integer(page, ",\"pid\":", process->pid);
		if (process->life == LIFE_ALIVE)
			raw(page, ",\"exit_code\":null");
		else
			integer(page, ",\"exit_code\":", process->exit_code);
		if (process->error)
			string(page, ",\"error\":", process->error->bytes);
		if (words_whereabouts(world, i, file, where, sizeof where))
			string(page, ",\"where\":", where);
		raw(page, "}");
		before = ",";
	}
	raw(page, "]");
}

/* How many updates were lost of what, and at which lines. */
static void put_losses(struct page *page, const struct world *world)
{
	const char *before = ",\"lost_updates\":[";

	for (uint32_t i = 0; i < world->object_count; i++) {
		const struct world_object *object = &world->objects[i];
		const char *comma = "";
		if (!world_has_lost(object))
			continue;
		raw(page, before);
		string(page, "{\"object\":", object->name);
		integer(page, ",\"number\":", object->number);
		integer(page, ",\"updates\":", object->updates_lost);
		raw(page, object->unwatched ? ",\"maybe_more\":true,\"places\":[" : ",\"places\":[");
		for (uint32_t j = 0; j < world->loss_count; j++) {
			const struct world_loss *loss = &world->losses[j];
			if (loss->object != object->number)
				continue;
			raw(page, comma);
			integer(page, "{\"line\":", loss->line);
			integer(page, ",\"over\":", loss->victim_line);
			integer(page, ",\"times\":", (int64_t)loss->times);
			raw(page, "}");
			comma = ",";
		}
		raw(page, "]}");
		before = ",";
	}
	if (*before == ',' && !before[1])
		raw(page, "]");
	if (world->lost_cut)
		raw(page, ",\"lost_updates_cut\":true");
}

static bool finish(struct page *page, size_t before)
{
	raw(page, "}\n");
	if (page->failed)
		page->out->length = before;
	return !page->failed;
}

bool json_verdict(struct buffer *out, const struct world *world, const struct verdict *verdict,
		  const struct json_ending *ending)
{
	struct page page = {.out = out};
	size_t before = out->length;

	string(&page, "{\"verdict\":", ending->verdict);
	integer(&page, ",\"status\":", ending->status);
	seconds(&page, ",\"t\":", ending->time);
	page.failed = page.failed ||
		      !buffer_print(out, ",\"seed\":%llu,\"events\":%llu", (unsigned long long)ending->seed,
				    (unsigned long long)world->events);
	string(&page, ",\"file\":", ending->file);
	put_stuck(&page, world, verdict, ending->file);
	if (world->load_error)
		string(&page, ",\"error\":", world->load_error->bytes);
	put_processes(&page, world, ending->file);
	put_losses(&page, world);
	if (ending->schedule) {
		string(&page, ",\"schedule\":", ending->schedule);
		integer(&page, ",\"steps\":", ending->steps);
	}
	if (ending->diverged) {
		integer(&page, ",\"diverged\":{\"step\":", ending->diverged);
		string(&page, ",\"expected\":", ending->expected);
		string(&page, ",\"got\":", ending->got);
		raw(&page, "}");
	}
	if (world->inconsistent)
		string(&page, ",\"inconsistent\":", world->inconsistent);
	return finish(&page, before);
}

bool json_note(struct buffer *out, const struct world *world, const struct verdict *verdict, const char *file)
{
	struct page page = {.out = out};
	size_t before = out->length;

	raw(&page, "{\"note\":\"stalled\"");
	seconds(&page, ",\"t\":", world->time);
	put_stuck(&page, world, verdict, file);
	return finish(&page, before);
}
