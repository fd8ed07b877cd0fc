/* Inside JSON: values into memory that is known to have room. The caller reserves JSON_STRING bytes for
 * every byte of a string and JSON_VALUE for everything else, keys included. */
#ifndef WORLD_JSON_WRITER_H
#define WORLD_JSON_WRITER_H

#include <stddef.h>
#include <stdint.h>

#define JSON_STRING 6  /* the longest escape of a byte */
#define JSON_VALUE 48

struct json {
	char *at; /* where the next byte goes */
};

/* text is written as it is: punctuation, and keys such as ",\"t\":" */
void json_raw(struct json *json, const char *text);
void json_string(struct json *json, const char *bytes, size_t length); /* with its quotes */
void json_natural(struct json *json, uint64_t value);
void json_integer(struct json *json, int64_t value);
void json_number(struct json *json, double value);        /* null when it is not finite */
void json_seconds(struct json *json, int64_t nanoseconds); /* 6 decimals */

/* A number of shared memory, as its bits. */
void json_typed(struct json *json, char typecode, int64_t bits);

#endif
