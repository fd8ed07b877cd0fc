/* Reads one line of the source, the one that calls the constructor. Nothing depends on it but names, so
 * whatever it does not understand gets none: the runtime then counts, Lock-1, Lock-2. */
#include "script/name.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

#define TARGETS 8

struct span {
	const char *start, *end;
};

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static const char *skip_blanks(const char *at, const char *end)
{
	while (at < end && (*at == ' ' || *at == '\t'))
		at++;
	return at;
}

static const char *skip_word(const char *at, const char *end)
{
	while (at < end && is_word(*at))
		at++;
	return at;
}

static bool span_is(struct span span, const char *word)
{
	size_t length = strlen(word);

	return (size_t)(span.end - span.start) == length && !memcmp(span.start, word, length);
}

static struct span line_of(const struct scenario *scenario, int line)
{
	const char *start = scenario->source, *end = start + scenario->length;

	for (; line > 1 && start; line--) {
		const char *newline = memchr(start, '\n', (size_t)(end - start));
		start = newline ? newline + 1 : NULL;
	}
	if (!start)
		return (struct span){NULL, NULL};
	const char *newline = memchr(start, '\n', (size_t)(end - start));
	return (struct span){start, newline ? newline : end};
}

/* Past one expression: to the comma, closing bracket or comment at its own depth. */
static const char *skip_expression(const char *at, const char *end)
{
	int depth = 0;

	for (; at < end; at++) {
		if (*at == '"' || *at == '\'') {
			char quote = *at;
			for (at++; at < end && *at != quote; at++)
				at += *at == '\\';
		} else if (strchr("([{", *at)) {
			depth++;
		} else if (strchr(")]}", *at)) {
			if (depth-- == 0)
				return at;
		} else if (depth == 0 && (*at == ',' || *at == ';')) {
			return at;
		} else if (*at == '-' && at + 1 < end && at[1] == '-') {
			return at;
		}
	}
	return end;
}

/* `a`, `a.b`, `a[i]`, and the attribute of `a <const>`. Returns where it ends, NULL if it is none. */
static const char *skip_target(const char *at, const char *end, struct span *target)
{
	target->start = at;
	at = skip_word(at, end);
	if (at == target->start)
		return NULL;
	while (at < end && (*at == '.' || *at == '[')) {
		at = *at == '.' ? skip_word(at + 1, end) : skip_expression(at + 1, end);
		if (at < end && *at == ']')
			at++;
	}
	target->end = at;
	at = skip_blanks(at, end);
	if (at < end && *at == '<') {
		const char *close = memchr(at, '>', (size_t)(end - at));
		at = close ? skip_blanks(close + 1, end) : NULL;
	}
	return at;
}

/* The left side of an assignment; returns where its right side starts, NULL if the line is none. */
static const char *read_targets(struct span line, struct span targets[TARGETS], int *count)
{
	const char *at = skip_blanks(line.start, line.end);
	struct span word = {at, skip_word(at, line.end)};

	if (span_is(word, "local"))
		at = skip_blanks(word.end, line.end);
	for (*count = 0; *count < TARGETS;) {
		at = skip_target(at, line.end, &targets[(*count)++]);
		if (!at || at >= line.end)
			return NULL;
		if (*at == '=')
			return at + 1 < line.end && at[1] != '=' ? at + 1 : NULL;
		if (*at != ',')
			return NULL;
		at = skip_blanks(at + 1, line.end);
	}
	return NULL;
}

/* Is this expression a call of the constructor: `mp.Lock(…`, `Lock{…`? */
static bool is_call(const char *at, const char *end, const char *constructor)
{
	struct span word = {at, at};

	for (;;) {
		word = (struct span){at, skip_word(at, end)};
		if (word.end < end && *word.end == '.')
			at = word.end + 1;
		else
			break;
	}
	at = skip_blanks(word.end, end);
	return span_is(word, constructor) && at < end && strchr("({\"'", *at);
}

struct candidate {
	struct span target;
	int item; /* of a list that is assigned to the target, 0 = the target itself */
};

/* `{mp.Lock(), left = mp.Lock()}` */
static int list_candidates(const char *at, const char *end, struct span target, const char *constructor,
			   struct candidate *candidates, int room)
{
	int count = 0;

	for (int item = 1; at < end && count < room; item++) {
		at = skip_blanks(at, end);
		struct span key = {at, skip_word(at, end)};
		const char *after = skip_blanks(key.end, end);
		bool keyed = key.end > key.start && after + 1 < end && *after == '=' && after[1] != '=';

		if (keyed)
			at = skip_blanks(after + 1, end);
		if (is_call(at, end, constructor))
			candidates[count++] = (struct candidate){keyed ? key : target, keyed ? 0 : item};
		item -= keyed;
		at = skip_expression(at, end);
		if (at >= end || *at != ',')
			break;
		at++;
	}
	return count;
}

/* The calls of the constructor in the statement at the start of the text, in order, and what each is
 * assigned to. */
static int read_statement(struct span line, const char *constructor, struct candidate candidates[TARGETS])
{
	struct span targets[TARGETS];
	int target_count, count = 0;
	const char *at = read_targets(line, targets, &target_count);

	for (int i = 0; at && i < target_count && count < TARGETS; i++) {
		at = skip_blanks(at, line.end);
		if (at < line.end && *at == '{')
			count += list_candidates(at + 1, line.end, targets[i], constructor,
						 candidates + count, TARGETS - count);
		else if (is_call(at, line.end, constructor))
			candidates[count++] = (struct candidate){targets[i], 0};
		at = skip_expression(at, line.end);
		at = at < line.end && *at == ',' ? at + 1 : NULL;
	}
	return count;
}

/* Past the next `do`, `then` or `;`: where another statement begins. NULL if there is none. */
static const char *next_statement(const char *at, const char *end)
{
	while (at < end) {
		if (*at == ';')
			return at + 1;
		struct span word = {at, skip_word(at, end)};
		if (span_is(word, "do") || span_is(word, "then"))
			return word.end;
		at = word.end > at ? word.end : at + 1;
	}
	return NULL;
}

static int read_candidates(struct span line, const char *constructor, struct candidate candidates[TARGETS])
{
	int count = 0;

	while (line.start && !(count = read_statement(line, constructor, candidates)))
		line.start = next_statement(line.start, line.end);
	return count;
}

/* Push the value of a variable as the frame sees it; nil if there is none. */
static void push_variable(lua_State *L, lua_Debug *frame, struct span word)
{
	const char *name;
	int top = lua_gettop(L);

	lua_pushnil(L);
	/* The last of that name shadows the others. */
	for (int i = 1; (name = lua_getlocal(L, frame, i)); i++) {
		if (span_is(word, name))
			lua_replace(L, top + 1);
		else
			lua_pop(L, 1);
	}
	if (!lua_isnil(L, top + 1) || !lua_getinfo(L, "f", frame))
		return;
	for (int i = 1; (name = lua_getupvalue(L, top + 2, i)); i++) {
		if (span_is(word, name))
			lua_replace(L, top + 1);
		else
			lua_pop(L, 1);
	}
	lua_settop(L, top + 1);
}

/* Push the value of what is between the brackets: 1, "a", i, i + 1, #forks + 1. nil if it is anything
 * else. */
static void push_index(lua_State *L, lua_Debug *frame, struct span text)
{
	const char *at = skip_blanks(text.start, text.end);
	bool length = at < text.end && *at == '#';
	struct span word = {at + length, skip_word(at + length, text.end)};

	if (at < text.end && (*at == '"' || *at == '\'')) {
		const char *close = memchr(at + 1, *at, (size_t)(text.end - at - 1));
		lua_pushlstring(L, at + 1, close ? (size_t)(close - at - 1) : 0);
		return;
	}
	if (word.start < word.end && isdigit((unsigned char)*word.start))
		lua_pushinteger(L, strtol(word.start, NULL, 10));
	else
		push_variable(L, frame, word);
	if (length) {
		lua_pushinteger(L, (lua_Integer)lua_rawlen(L, -1));
		lua_replace(L, -2);
	}
	at = skip_blanks(word.end, text.end);
	if (at == text.end)
		return;
	const char *operand = skip_blanks(at + 1, text.end);
	if (lua_isinteger(L, -1) && strchr("+-", *at) && operand < text.end &&
	    isdigit((unsigned char)*operand)) {
		lua_Integer step = strtol(operand, NULL, 10);
		lua_pushinteger(L, lua_tointeger(L, -1) + (*at == '+' ? step : -step));
	} else {
		lua_pushnil(L);
	}
	lua_replace(L, -2);
}

static bool write_name(lua_State *L, lua_Debug *frame, const struct candidate *candidate,
		       char name[NAME_SIZE])
{
	struct span target = candidate->target;
	char text[128];

	if (target.end - target.start > 5 && !memcmp(target.start, "self.", 5))
		target.start += 5;
	const char *bracket = memchr(target.start, '[', (size_t)(target.end - target.start));
	int base = (int)((bracket ? bracket : target.end) - target.start);
	int length;

	if (base > NAME_SIZE)
		base = NAME_SIZE;
	if (bracket) {
		push_index(L, frame, (struct span){bracket + 1, target.end - 1});
		if (lua_isinteger(L, -1))
			length = snprintf(text, sizeof text, "%.*s[%lld]", base, target.start,
					  (long long)lua_tointeger(L, -1));
		else if (lua_type(L, -1) == LUA_TSTRING)
			length = snprintf(text, sizeof text, "%.*s.%.60s", base, target.start,
					  lua_tostring(L, -1));
		else
			length = 0;
		lua_pop(L, 1);
	} else if (candidate->item) {
		length = snprintf(text, sizeof text, "%.*s[%d]", base, target.start, candidate->item);
	} else {
		length = snprintf(text, sizeof text, "%.*s", base, target.start);
	}
	return utf8_clean(name, NAME_SIZE, text, (size_t)length) > 0;
}

bool name_after_variable(lua_State *L, struct script *script, const char *constructor, char name[NAME_SIZE])
{
	struct candidate candidates[TARGETS];
	lua_Debug frame;
	int line = script_line(L, script, 1, &frame);

	if (!line)
		return false;
	int count = read_candidates(line_of(script->scenario, line), constructor, candidates);
	bool again = script->naming.frame == frame.i_ci && script->naming.line == line &&
		     script->naming.kind == constructor;

	script->naming.calls = again ? script->naming.calls + 1 : 0;
	script->naming.frame = frame.i_ci;
	script->naming.line = line;
	script->naming.kind = constructor;
	luaL_checkstack(L, 6, NULL);
	return count && write_name(L, &frame, &candidates[script->naming.calls % count], name);
}

/* The targets from the one that the call is assigned to on. */
void name_after_pair(lua_State *L, struct script *script, const char *constructor, char first[NAME_SIZE],
		     char second[NAME_SIZE])
{
	struct span targets[TARGETS];
	lua_Debug frame;
	int line = script_line(L, script, 1, &frame), count;

	*first = *second = '\0';
	if (!line)
		return;
	struct span text = line_of(script->scenario, line);
	const char *at = text.start ? read_targets(text, targets, &count) : NULL;
	if (!at || count != 2 || !is_call(skip_blanks(at, text.end), text.end, constructor))
		return;
	luaL_checkstack(L, 6, NULL);
	if (!write_name(L, &frame, &(struct candidate){targets[0], 0}, first) ||
	    !write_name(L, &frame, &(struct candidate){targets[1], 0}, second))
		*first = *second = '\0';
}
