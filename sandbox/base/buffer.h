/* A growable run of bytes. Zeroed is empty; every function that grows returns false without memory and leaves
 * the buffer as it was. */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buffer {
	char *bytes; /* not NUL-terminated; see buffer_text */
	size_t length, room;
};

bool buffer_reserve(struct buffer *buffer, size_t more); /* room for `more` bytes after length */
bool buffer_add(struct buffer *buffer, const void *bytes, size_t length);
bool buffer_print(struct buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
const char *buffer_text(struct buffer *buffer); /* with a NUL behind it; "" without memory */
void buffer_finish(struct buffer *buffer);

#endif
