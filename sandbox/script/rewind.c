/* All of it lies in two places: Lua's heap, and struct script. What struct script has from malloc is scratch:
 * it stays as it is, empty.
 *
 * Of the heap only those pages are brought back that were ever written after the birth. They are learned: the
 * heap is write-protected at the birth, the first write to a page is a fault, and from then on the page is
 * one of them. Lua's heap is written by this program only, never by the kernel, and gives no page back
 * (heap_pin), so no write is missed.
 */
#include "script/rewind.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "script/state.h"

#define PAGE 4096u
#define KEPT_MAX ((size_t)4 << 20) /* bytes of Lua's heap; with more, a fork is as fast */

static struct { /* of the process we are in; what a child finds here is its parent's */
	struct script script;
	char *heap; /* where it lies, a whole number of pages */
	char *copy;
	size_t size, room; /* of it, and of the copy */
	uint32_t written[KEPT_MAX / PAGE]; /* pages, by number */
	uint32_t written_count;
	struct sigaction before; /* who else cares for faults */
} kept;

static bool make_room(size_t size)
{
	if (size <= kept.room)
		return true;
	if (kept.copy)
		munmap(kept.copy, kept.room);
	kept.room = 0;
	kept.copy = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (kept.copy == MAP_FAILED)
		kept.copy = NULL;
	else
		kept.room = size;
	return kept.copy != NULL;
}

static void on_fault(int signal, siginfo_t *info, void *context)
{
	char *at = info->si_addr;

	(void)signal, (void)context;
	if (at >= kept.heap && at < kept.heap + kept.size && info->si_code == SEGV_ACCERR) {
		uint32_t page = (uint32_t)((size_t)(at - kept.heap) / PAGE);

		kept.written[kept.written_count++] = page;
		mprotect(kept.heap + (size_t)page * PAGE, PAGE, PROT_READ | PROT_WRITE);
	} else {
		sigaction(SIGSEGV, &kept.before, NULL); /* it comes again, and is theirs */
		if (info->si_code <= 0)
			raise(SIGSEGV); /* a signal comes once only */
	}
}

static void forget(struct self *self)
{
	(void)self;
	if (kept.size)
		mprotect(kept.heap, kept.size, PROT_READ | PROT_WRITE);
	kept.size = 0;
}

/* The script is the one that the process it was forked from ran. */
static bool keep(struct self *self)
{
	struct script *script = script_running();
	struct sigaction action = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO}, before;
	size_t size = script && script->heap ? (heap_extent(script->heap) + PAGE - 1) & ~(size_t)(PAGE - 1) :
					       0;

	if (!size || size > KEPT_MAX || !make_room(size)) {
		forget(self);
		return false;
	}
	heap_pin(script->heap);
	kept.script = *script;
	kept.heap = (char *)script->heap;
	kept.size = size;
	kept.written_count = 0;
	memcpy(kept.copy, kept.heap, size);
	sigaction(SIGSEGV, &action, &before);
	if (!(before.sa_flags & SA_SIGINFO) || before.sa_sigaction != on_fault) /* else it is our parent's */
		kept.before = before;
	if (mprotect(kept.heap, size, PROT_READ) == 0)
		return true;
	forget(self);
	return false;
}

static struct buffer emptied(struct buffer buffer)
{
	buffer.length = 0;
	return buffer;
}

static void bring_back(struct self *self)
{
	struct script *script = script_running(), now = *script;

	(void)self;
	*script = kept.script;
	for (uint32_t i = 0; i < kept.written_count; i++) {
		size_t at = (size_t)kept.written[i] * PAGE;

		memcpy(kept.heap + at, kept.copy + at, PAGE);
	}
	script->out = emptied(now.out);
	script->in = emptied(now.in);
	script->travellers = emptied(now.travellers);
	script->task = emptied(now.task);
	script->warning = emptied(now.warning);
	script->walked = now.walked;
	script->seen = now.seen;
}

const struct memory_keeper rewind_keeper = {keep, bring_back, forget};
