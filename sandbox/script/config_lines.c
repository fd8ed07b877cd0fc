/* Where in the text each value of a configuration stands. Lua forgets that, so the table constructor behind
 * `return` is scanned once more, for its keys only: the text has been compiled already, so it is known to be
 * right, and anything that is not a plain constructor is skipped to the next comma.
 */
#include <ctype.h>
#include <string.h>

#include "script/config.h"

#define DEPTH_LIMIT 16

enum token_kind { TOKEN_END, TOKEN_NAME, TOKEN_STRING, TOKEN_OTHER };

struct token {
	enum token_kind kind;
	const char *start; /* of a string: inside its quotes */
	size_t length;
	unsigned line;
};

struct scanner {
	const char *at, *end;
	unsigned line;
	struct token token; /* the one that is next */
};

static bool is(const struct scanner *scanner, const char *word)
{
	const struct token *token = &scanner->token;

	return token->kind != TOKEN_STRING && token->kind != TOKEN_END && token->length == strlen(word) &&
	       memcmp(token->start, word, token->length) == 0;
}

static void move(struct scanner *scanner, size_t count)
{
	for (; count > 0 && scanner->at < scanner->end; count--)
		scanner->line += *scanner->at++ == '\n';
}

static bool ahead(const struct scanner *scanner, const char *text)
{
	size_t length = strlen(text);

	return (size_t)(scanner->end - scanner->at) >= length && memcmp(scanner->at, text, length) == 0;
}

/* At "[", "[=", …: skip a long bracket and return true; else stay. */
static bool skip_long(struct scanner *scanner)
{
	const char *open = scanner->at + 1;
	size_t level;

	while (open < scanner->end && *open == '=')
		open++;
	if (open == scanner->end || *open != '[')
		return false;
	level = (size_t)(open - scanner->at) - 1;
	move(scanner, level + 2);
	for (; scanner->at < scanner->end; move(scanner, 1)) {
		const char *close = scanner->at;
		size_t left = (size_t)(scanner->end - close);

		if (left < level + 2 || close[0] != ']' || close[level + 1] != ']')
			continue;
		if (strspn(close + 1, "=") >= level) {
			move(scanner, level + 2);
			return true;
		}
	}
	return true;
}

static void skip_space(struct scanner *scanner)
{
	while (scanner->at < scanner->end) {
		if (isspace((unsigned char)*scanner->at)) {
			move(scanner, 1);
		} else if (ahead(scanner, "--")) {
			move(scanner, 2);
			if (ahead(scanner, "[") && skip_long(scanner))
				continue;
			while (scanner->at < scanner->end && *scanner->at != '\n')
				move(scanner, 1);
		} else {
			return;
		}
	}
}

static void quoted(struct scanner *scanner)
{
	char quote = *scanner->at;

	move(scanner, 1);
	scanner->token.start = scanner->at;
	while (scanner->at < scanner->end && *scanner->at != quote)
		move(scanner, *scanner->at == '\\' ? 2 : 1);
	scanner->token.length = (size_t)(scanner->at - scanner->token.start);
	move(scanner, 1);
}

static bool is_name(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static void next(struct scanner *scanner)
{
	struct token *token = &scanner->token;

	skip_space(scanner);
	*token = (struct token){.kind = TOKEN_OTHER, .start = scanner->at, .line = scanner->line};
	if (scanner->at == scanner->end) {
		token->kind = TOKEN_END;
	} else if (*scanner->at == '"' || *scanner->at == '\'') {
		token->kind = TOKEN_STRING;
		quoted(scanner);
	} else if (*scanner->at == '[' && skip_long(scanner)) {
		token->kind = TOKEN_STRING;
		token->length = (size_t)(scanner->at - token->start);
	} else if (is_name(*scanner->at)) {
		token->kind = TOKEN_NAME; /* numbers too: nothing here tells them apart */
		while (scanner->at < scanner->end && is_name(*scanner->at))
			move(scanner, 1);
		token->length = (size_t)(scanner->at - token->start);
	} else {
		bool two = ahead(scanner, "==") || ahead(scanner, "~=") || ahead(scanner, "<=") ||
			   ahead(scanner, ">=");

		token->length = two ? 2 : 1;
		move(scanner, token->length);
	}
}

static bool opens(const struct scanner *scanner)
{
	return is(scanner, "(") || is(scanner, "[") || is(scanner, "{") || is(scanner, "function") ||
	       is(scanner, "if") || is(scanner, "do") || is(scanner, "repeat");
}

static bool closes(const struct scanner *scanner)
{
	return is(scanner, ")") || is(scanner, "]") || is(scanner, "}") || is(scanner, "end") ||
	       is(scanner, "until");
}

/* To the separator behind an expression, or the brace that closes the constructor. */
static void skip_expression(struct scanner *scanner)
{
	for (int depth = 0; scanner->token.kind != TOKEN_END; next(scanner)) {
		if (depth == 0 && (is(scanner, ",") || is(scanner, ";") || is(scanner, "}")))
			return;
		depth += opens(scanner) - closes(scanner);
	}
}

static struct config *field(struct config *table, const struct token *key)
{
	for (size_t i = 0; i < table->as.table.count; i++) {
		struct config_entry *entry = &table->as.table.entries[i];

		if (entry->key && strlen(entry->key) == key->length &&
		    memcmp(entry->key, key->start, key->length) == 0)
			return &entry->value;
	}
	return NULL;
}

static void constructor(struct scanner *scanner, struct config *table, int depth);

static void value(struct scanner *scanner, struct config *value, unsigned line, int depth)
{
	if (value) {
		value->line = line;
		if (value->kind == CONFIG_TABLE && is(scanner, "{") && depth < DEPTH_LIMIT)
			constructor(scanner, value, depth + 1);
	}
	skip_expression(scanner);
}

/* From the opening brace to behind the closing one. */
static void constructor(struct scanner *scanner, struct config *table, int depth)
{
	size_t items = 0;

	next(scanner);
	while (scanner->token.kind != TOKEN_END && !is(scanner, "}")) {
		struct token key = scanner->token;
		struct scanner start = *scanner;
		bool bracket = is(scanner, "[");

		if (is(scanner, ",") || is(scanner, ";")) {
			next(scanner);
			continue;
		}
		next(scanner);
		if (bracket) {
			key = scanner->token;
			next(scanner);
			next(scanner);
		}
		if ((bracket || key.kind == TOKEN_NAME) && is(scanner, "=")) {
			next(scanner);
			value(scanner, field(table, &key), key.line, depth);
		} else {
			*scanner = start;
			value(scanner, (struct config *)config_item(table, ++items), key.line, depth);
		}
	}
	next(scanner);
}

static void inherit(struct config *value, unsigned line)
{
	if (!value->line)
		value->line = line;
	for (size_t i = 0; value->kind == CONFIG_TABLE && i < value->as.table.count; i++)
		inherit(&value->as.table.entries[i].value, value->line);
}

void config_mark_lines(struct config *root, const char *text, size_t length)
{
	struct scanner scanner = {.at = text, .end = text + length, .line = 1};
	int depth = 0;

	for (next(&scanner); scanner.token.kind != TOKEN_END; next(&scanner)) {
		unsigned line = scanner.token.line;

		if (depth == 0 && is(&scanner, "return")) {
			next(&scanner);
			root->line = line;
			if (is(&scanner, "{"))
				constructor(&scanner, root, 0);
			break;
		}
		depth += opens(&scanner) - closes(&scanner);
	}
	inherit(root, 1);
}
