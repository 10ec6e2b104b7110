/*
 * UUIDs, with dashes, without, or as a URN.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "web/types/uuid.h"

#define URN	    "urn:uuid:"
#define URN_LENGTH  (sizeof(URN) - 1)
#define DIGIT_COUNT 32

static bool
is_urn(const char *text, size_t length)
{
	return length > URN_LENGTH && strncasecmp(text, URN, URN_LENGTH) == 0;
}

/* Has the form with dashes a dash at the byte AT? */
static bool
is_dash(size_t at)
{
	return at == 8 || at == 13 || at == 18 || at == 23;
}

bool
uuid_is(const char *text, size_t length)
{
	size_t i;

	if (is_urn(text, length)) {
		text += URN_LENGTH;
		length -= URN_LENGTH;
	}
	if (length != DIGIT_COUNT && length != UUID_SIZE - 1)
		return false;
	for (i = 0; i < length; i++) {
		if (length != DIGIT_COUNT && is_dash(i)) {
			if (text[i] != '-')
				return false;
		} else if (!isxdigit((unsigned char)text[i])) {
			return false;
		}
	}
	return true;
}

void
uuid_write(const char *text, size_t length, char to[UUID_SIZE])
{
	size_t i;

	if (is_urn(text, length))
		text += URN_LENGTH;
	for (i = 0; i < UUID_SIZE - 1; i++) {
		if (is_dash(i)) {
			to[i] = '-';
			text += *text == '-';
		} else {
			to[i] = (char)tolower((unsigned char)*text++);
		}
	}
	to[i] = '\0';
}
