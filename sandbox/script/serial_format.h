/* The format of serial.h, for the file that writes it and the file that reads it.
 *
 * A byte that says what follows. Tables, functions and objects are numbered in the order in which they
 * begin; a later mention of one is TAG_AGAIN and its number. A message in which nothing is mentioned
 * twice says so in its first byte, and its reader keeps no list.
 */
#ifndef SCRIPT_SERIAL_FORMAT_H
#define SCRIPT_SERIAL_FORMAT_H

#include <stdint.h>

#include "runtime/process.h"

enum tag {
	TAG_NIL,
	TAG_FALSE,
	TAG_TRUE,
	TAG_INTEGER,
	TAG_FLOAT,
	TAG_STRING,   /* u64 length, bytes */
	TAG_SHORT,    /* u8 length, bytes */
	TAG_TABLE,    /* u32 items, u32 fields, items, (key, value)… */
	TAG_ERROR,    /* the same, an error object */
	TAG_FUNCTION, /* u64 length, code, u8 upvalues, values */
	TAG_OBJECT,   /* struct object_bytes */
	TAG_GLOBALS,
	TAG_MODULE,	    /* a short string */
	TAG_AGAIN,	    /* u32 number */
	TAG_SHARED,	    /* u32 place in the list of shared variables: an upvalue of a pool's function */
	TAG_SHARING = 0x80, /* on the first byte: there is a TAG_AGAIN in this message */
};

#define OBJECT_LENT \
	0x100u /* in the typecode of a connection: its ends count as travelling until it arrives */

struct object_bytes {
	uint32_t kind, typecode;
	struct handle handle, lock;
};

#endif
