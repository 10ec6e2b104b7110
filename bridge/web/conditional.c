/*
 * Conditional requests (RFC 9110 section 13).
 */
#include <string.h>

#include "gantry/web.h"

bool
gantry_etag_matches(const struct gantry_environ *environ, const char *etag)
{
	const char *at = gantry_environ_get(environ, "HTTP_IF_NONE_MATCH");
	size_t length = strlen(etag);
	const char *end;

	while (at != NULL && *at != '\0') {
		at += strspn(at, " \t,");
		if (*at == '*')
			return true;
		if (strncmp(at, "W/", 2) == 0)
			at += 2;
		end = *at == '"' ? strchr(at + 1, '"') : NULL;
		if (end == NULL)
			return false; /* what follows is no list of tags */
		if ((size_t)(end + 1 - at) == length &&
		    strncmp(at, etag, length) == 0)
			return true;
		at = end + 1;
	}
	return false;
}
