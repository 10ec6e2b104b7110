#ifndef BASE_TEXT_JSON_STORE_H
#define BASE_TEXT_JSON_STORE_H

#include <stddef.h>
#include <stdint.h>

/*
 * JSON values stored where there is room for them.  Each returns what follows
 * it; gantry/json.h says what is written.
 */

/*
 * Room for a string of LENGTH bytes: the quotes, none of its bytes becomes more
 * than six, and eight more that are looked at with its last ones.  A size
 * beyond all, which is refused, leaves some to be added.
 */
static inline size_t
json_room(size_t length)
{
	return length < SIZE_MAX / 32 ? 2 + 6 * length + 8 : SIZE_MAX / 4;
}

/* The most that a whole number takes: the sign and 19 digits of INT64_MIN. */
#define JSON_INTEGER_SIZE 20

char *json_store_string(char *to, const char *string, size_t length);
char *json_store_integer(char *to, int64_t value);

#endif
