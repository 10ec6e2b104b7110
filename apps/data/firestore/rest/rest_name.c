/*
 * Names of documents.  A path that passes the checks here can be split at each
 * '/'.  Its ids may hold a NUL, so it is not a string.
 */
#include <string.h>

#include "data/firestore/ids.h"
#include "data/firestore/rest/rest_name.h"

/* Cut TEXT before its first '/'.  Returns false when there is none. */
static bool
cut_segment(struct bytes *text, struct bytes *segment)
{
	const char *slash =
	    text->length == 0 ? NULL : memchr(text->data, '/', text->length);

	if (slash == NULL)
		return false;
	*segment = (struct bytes){ text->data, (size_t)(slash - text->data) };
	text->data = slash + 1;
	text->length -= segment->length + 1;
	return true;
}

/*
 * Count the ids of PATH.  *FAULT gets what is wrong with the first one that is
 * not valid, or NULL.
 */
static size_t
count_segments(struct bytes path, const char **fault)
{
	struct bytes segment;
	size_t count = 1;

	*fault = NULL;
	for (; cut_segment(&path, &segment); count++) {
		if (*fault == NULL)
			*fault = id_find_fault(segment);
	}
	if (*fault == NULL)
		*fault = id_find_fault(path);
	return count;
}

static int
check(struct bytes path, bool odd, const char *what, struct gantry_error *error)
{
	const char *fault;
	size_t count = count_segments(path, &fault);

	if (count % 2 == odd && fault == NULL)
		return 0;
	if (count % 2 == odd)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "expected %s, found %s: %s", what, bytes_show(path).text,
		    fault);
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "expected %s, found %s", what, bytes_show(path).text);
}

int
rest_path_check(struct bytes path, struct gantry_error *error)
{
	return check(
	    path, false, "a document's path such as \"users/alice\"", error);
}

int
rest_collection_check(struct bytes path, struct gantry_error *error)
{
	return check(path, true, "a collection such as \"users\"", error);
}

int
rest_name_split(struct bytes text, struct rest_name *name)
{
	struct bytes projects, databases, documents;

	if (!cut_segment(&text, &projects) ||
	    !bytes_is_equal(projects, "projects") ||
	    !cut_segment(&text, &name->project) || name->project.length == 0 ||
	    !cut_segment(&text, &databases) ||
	    !bytes_is_equal(databases, "databases") ||
	    !cut_segment(&text, &name->database) ||
	    name->database.length == 0 || !cut_segment(&text, &documents) ||
	    !bytes_is_equal(documents, "documents"))
		return -1;
	name->path = text;
	return 0;
}

int
rest_name_read(
    struct bytes text, struct rest_name *name, struct gantry_error *error)
{
	if (rest_name_split(text, name) == -1)
		*name = (struct rest_name){ .path = text };
	return rest_path_check(name->path, error);
}
