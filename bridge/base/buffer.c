/*
 * The growing buffer of gantry/buffer.h.  The capacity doubles, so that adding
 * a byte takes constant time on average.  It does not shrink before the clear.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/null.h"
#include "gantry/buffer.h"

#define BUFFER_FIRST_CAPACITY 256

void
gantry_buffer_clear(struct gantry_buffer *buffer)
{
	if (buffer == NULL)
		return;
	free(buffer->data);
	*buffer = (struct gantry_buffer){ 0 };
}

void
gantry_buffer_reset(struct gantry_buffer *buffer)
{
	if (null_given(buffer, __func__, "buffer"))
		return;
	buffer->length = 0;
	buffer->failed = false;
}

static int
grow(struct gantry_buffer *buffer, size_t needed)
{
	size_t capacity = buffer->capacity;
	char *data;

	if (capacity == 0)
		capacity = BUFFER_FIRST_CAPACITY;
	while (capacity < needed && capacity <= SIZE_MAX / 2)
		capacity *= 2;
	data = capacity < needed ? NULL : realloc(buffer->data, capacity);
	if (data == NULL) {
		buffer->failed = true;
		return -1;
	}
	buffer->data = data;
	buffer->capacity = capacity;
	return 0;
}

/* Room for SIZE more bytes of BUFFER, which is not NULL; or NULL. */
static inline char *
make_room(struct gantry_buffer *buffer, size_t size)
{
	if (buffer->failed)
		return NULL;
	if (buffer->data == NULL || size > buffer->capacity - buffer->length) {
		if (size > SIZE_MAX - buffer->length) {
			buffer->failed = true;
			return NULL;
		}
		if (grow(buffer, buffer->length + size) == -1)
			return NULL;
	}
	return buffer->data + buffer->length;
}

char *
gantry_buffer_reserve(struct gantry_buffer *buffer, size_t size)
{
	if (null_given(buffer, __func__, "buffer"))
		return NULL;
	return make_room(buffer, size);
}

int
gantry_buffer_add(struct gantry_buffer *buffer, const void *data, size_t size)
{
	char *room;

	if (buffer_lacks(buffer, size > 0 ? data : "", __func__, "data"))
		return -1;
	if (size == 0)
		return buffer->failed ? -1 : 0;
	room = make_room(buffer, size);
	if (room == NULL)
		return -1;
	memcpy(room, data, size);
	buffer->length += size;
	return 0;
}

int
gantry_buffer_puts(struct gantry_buffer *buffer, const char *string)
{
	if (buffer_lacks(buffer, string, __func__, "string"))
		return -1;
	return gantry_buffer_add(buffer, string, strlen(string));
}

int
gantry_buffer_putc(struct gantry_buffer *buffer, char character)
{
	if (null_given(buffer, __func__, "buffer"))
		return -1;
	if (buffer->failed || buffer->length == buffer->capacity)
		return gantry_buffer_add(buffer, &character, 1);
	buffer->data[buffer->length++] = character;
	return 0;
}

int
gantry_buffer_vprintf(
    struct gantry_buffer *buffer, const char *format, va_list arguments)
{
	va_list again;
	char *room;
	int length;

	if (buffer_lacks(buffer, format, __func__, "format"))
		return -1;
	va_copy(again, arguments);
	length = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (length < 0) {
		buffer->failed = true;
		return -1;
	}
	room = gantry_buffer_reserve(buffer, (size_t)length + 1);
	if (room == NULL)
		return -1;
	vsnprintf(room, (size_t)length + 1, format, arguments);
	buffer->length += (size_t)length;
	return 0;
}

int
gantry_buffer_printf(struct gantry_buffer *buffer, const char *format, ...)
{
	va_list arguments;
	int result;

	if (buffer_lacks(buffer, format, __func__, "format"))
		return -1;
	va_start(arguments, format);
	result = gantry_buffer_vprintf(buffer, format, arguments);
	va_end(arguments);
	return result;
}

bool
gantry_buffer_failed(const struct gantry_buffer *buffer)
{
	return null_given(buffer, __func__, "buffer") || buffer->failed;
}
