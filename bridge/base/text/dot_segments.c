/*
 * Paths without empty and dot segments, as many web servers make them.
 */
#include <string.h>

#include "base/text/dot_segments.h"

bool
dot_segments_has(const char *path)
{
	const char *slash;

	for (slash = strchr(path, '/'); slash != NULL;
	     slash = strchr(slash + 1, '/')) {
		const char *next = slash + 1;

		if (*next == '/')
			return true;
		if (*next != '.')
			continue;
		next += next[1] == '.' ? 2 : 1;
		if (*next == '\0' || *next == '/')
			return true;
	}
	return false;
}

void
dot_segments_remove(char *path)
{
	const char *from = path;
	char *to = path;
	size_t length;

	while (*from == '/') {
		from++;
		length = strcspn(from, "/");
		if (length == 2 && memcmp(from, "..", 2) == 0) {
			while (to > path && *--to != '/')
				;
		} else if (length > 0 && (length > 1 || *from != '.')) {
			*to++ = '/';
			memmove(to, from, length);
			to += length;
			from += length;
			continue;
		}
		from += length;
		if (*from == '\0')
			*to++ = '/'; /* "/a/", "/a/." and "/a/b/.." */
	}
	*to = '\0';
}
