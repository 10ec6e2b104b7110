#ifndef WEB_TYPES_UUID_H
#define WEB_TYPES_UUID_H

#include <stdbool.h>
#include <stddef.h>

#define UUID_SIZE 37 /* with the NUL */

/*
 * Are LENGTH bytes at TEXT a UUID (RFC 9562 section 4): 32 hexadecimal digits
 * with all or none of the dashes, after "urn:uuid:" or not?
 */
bool uuid_is(const char *text, size_t length);

/* Write the UUID at TEXT to TO in lower case with dashes. */
void uuid_write(const char *text, size_t length, char to[UUID_SIZE]);

#endif
