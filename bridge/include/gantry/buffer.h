#ifndef GANTRY_BUFFER_H
#define GANTRY_BUFFER_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include <gantry/initializers.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/*
 * A buffer of bytes that grows as needed.
 *
 *	struct gantry_buffer buffer = { 0 };
 *
 *	gantry_buffer_puts(&buffer, "hey");
 *	if (gantry_buffer_failed(&buffer))
 *		...
 *	gantry_buffer_clear(&buffer);
 *
 * If memory runs out, or what to append is NULL, the buffer fails: it
 * remembers that, keeps its content and ignores all later calls.  A writer can
 * ignore each result and ask once, at the end.
 */

struct gantry_buffer {
	char *data; /* not NUL-terminated; NULL until something is appended */
	size_t length; /* bytes in use */
	size_t capacity; /* bytes allocated */
	bool failed; /* memory ran out, or NULL was to be appended */
};

/* Free the memory and make the buffer empty.  Safe on an empty buffer. */
void gantry_buffer_clear(struct gantry_buffer *buffer);

/* Drop the content and an earlier failure, and keep the memory. */
void gantry_buffer_reset(struct gantry_buffer *buffer);

/*
 * Make room for SIZE more bytes.  Returns a pointer to it, or NULL.  The caller
 * adds to the length.
 */
char *gantry_buffer_reserve(struct gantry_buffer *buffer, size_t size);

/*
 * Append.  Each returns 0, or -1 if the buffer failed, in this call or an
 * earlier one.  DATA may be NULL if SIZE is 0.
 */
int gantry_buffer_add(
    struct gantry_buffer *buffer, const void *data, size_t size);
int gantry_buffer_puts(struct gantry_buffer *buffer, const char *string);
int gantry_buffer_putc(struct gantry_buffer *buffer, char character);
int gantry_buffer_printf(struct gantry_buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
int gantry_buffer_vprintf(struct gantry_buffer *buffer, const char *format,
    va_list arguments) __attribute__((format(printf, 2, 0)));

/* Return whether the buffer failed since the last clear or reset. */
bool gantry_buffer_failed(const struct gantry_buffer *buffer);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
