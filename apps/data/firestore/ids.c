/*
 * The constraints on ids.  Only the numeric ids of entities may begin and end
 * with two underscores.
 */
#include <stdbool.h>
#include <string.h>

#include "data/firestore/ids.h"

#define ID_MAX 1500 /* bytes */

/* Does ID begin with PREFIX and end with "__", without sharing a byte? */
static bool
is_between(struct bytes id, const char *prefix)
{
	const size_t length = strlen(prefix);

	return id.length >= length + 2 &&
	    memcmp(id.data, prefix, length) == 0 &&
	    memcmp(id.data + id.length - 2, "__", 2) == 0;
}

/* Is it "__id123__", which stands for the number 123? */
static bool
is_numeric(struct bytes id)
{
	const char *p = id.data + strlen("__id");
	const char *end = id.data + id.length - 2;

	if (!is_between(id, "__id"))
		return false;
	if (p < end && *p == '-')
		p++;
	if (p == end)
		return false;
	while (p < end && *p >= '0' && *p <= '9')
		p++;
	return p == end;
}

const char *
id_find_fault(struct bytes id)
{
	if (id.length == 0)
		return "expected an id, found an empty one";
	if (id.length > ID_MAX)
		return "expected an id of at most 1500 bytes";
	if (memchr(id.data, '/', id.length) != NULL)
		return "expected an id without '/'";
	if (id.data[0] == '.' && id.length <= 2 &&
	    id.data[id.length - 1] == '.')
		return "expected an id other than . and ..";
	if (id.data[0] == '_' && is_between(id, "__") && !is_numeric(id))
		return "expected an id that is not reserved, as __x__ is";
	if (!bytes_is_utf8(id))
		return "expected an id in UTF-8";
	return NULL;
}
