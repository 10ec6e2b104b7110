#ifndef BASE_TEXT_JSON_STORE_H
#define BASE_TEXT_JSON_STORE_H

#include <stddef.h>
#include <stdint.h>

/*
 * JSON values stored in reserved room.  Each function returns the end of what
 * it stored; gantry/json.h describes the format.
 */

/*
 * Room for a string of LENGTH bytes: two quotes, six bytes for each byte at
 * most, and eight more that are read together with the last ones.  A length
 * that is too large yields a size that cannot be reserved, but can be added to.
 */
static inline size_t
json_room(size_t length)
{
	return length < SIZE_MAX / 32 ? 2 + 6 * length + 8 : SIZE_MAX / 4;
}

/* Room for an integer: the sign and 19 digits of INT64_MIN. */
#define JSON_INTEGER_SIZE 20

char *json_store_string(char *to, const char *string, size_t length);
char *json_store_integer(char *to, int64_t value);

#endif
