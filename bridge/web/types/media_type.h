#ifndef WEB_TYPES_MEDIA_TYPE_H
#define WEB_TYPES_MEDIA_TYPE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The media type of the file NAME by its suffix, with a charset for text;
 * "application/octet-stream" when the suffix is unknown.
 */
const char *media_type_find(const char *name);

/*
 * Is TYPE, in lower case and without parameters, one of the media range of
 * LENGTH bytes at RANGE: a type in any case, "image" and a star, or two stars?
 * Parameters of the range are ignored.
 */
bool media_range_has(const char *range, size_t length, const char *type);

#endif
