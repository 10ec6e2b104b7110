/*
 * Keeps the database of the first document and compares that of the others.
 */
#include <string.h>

#include "data/firestore/origin.h"

static int
keep(char *kept, size_t size, struct bytes name, struct gantry_error *error)
{
	if (name.length > 0 && memchr(name.data, '\0', name.length) != NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "expected a project and a database without NUL, found %s",
		    bytes_show(name).text);
	if (name.length >= size)
		return gantry_error_set(error, GANTRY_ERROR_LIMIT,
		    "expected a project or database of at most %zu bytes, "
		    "found %s",
		    size - 1, bytes_show(name).text);
	memcpy(kept, name.data, name.length);
	kept[name.length] = '\0';
	return 0;
}

int
origin_check(struct firestore_origin *origin, struct bytes path,
    struct bytes project, struct bytes database, struct gantry_error *error)
{
	if (origin->project[0] == '\0') {
		if (keep(origin->project, sizeof(origin->project), project,
			error) == -1)
			return -1;
		return keep(origin->database, sizeof(origin->database),
		    database, error);
	}
	if (bytes_is_equal(project, origin->project) &&
	    bytes_is_equal(database, origin->database))
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "document %s: expected project \"%s\" and database \"%s\" as in "
	    "the documents before, found %s and %s",
	    bytes_show(path).text, origin->project, origin->database,
	    bytes_show(project).text, bytes_show(database).text);
}
