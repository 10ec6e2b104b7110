/*
 * Passes documents from a reader to the builder of a cache.
 */
#include <string.h>

#include "data/gantry-cache/document_intake.h"

/* Is the document in one of the chosen collections? */
static bool
is_wanted(const struct document_intake *intake, const char *path)
{
	const char *const *collection = intake->collections;
	const char *slash = strrchr(path, '/'), *start = slash;
	size_t length;

	if (collection == NULL || collection[0] == NULL)
		return true;
	while (start > path && start[-1] != '/')
		start--;
	length = (size_t)(slash - start);
	for (; *collection != NULL; collection++)
		if (strlen(*collection) == length &&
		    memcmp(*collection, start, length) == 0)
			return true;
	return false;
}

struct cache_document
document_intake_convert(const struct firestore_document *document)
{
	return (struct cache_document){
		.path = document->path,
		.path_length = document->path_length,
		.fields = document->fields,
		.fields_length = document->fields_length,
		.create_time = document->create_time,
		.update_time = document->update_time,
	};
}

int
document_intake_add(struct document_intake *intake,
    const struct firestore_document *document, struct gantry_error *error)
{
	const struct cache_document converted =
	    document_intake_convert(document);

	if (!is_wanted(intake, document->path))
		return 0;
	intake->added++;
	if (intake->feed != NULL)
		return cache_feed_add(intake->feed, &converted, error);
	return cache_builder_add(intake->builder, &converted, error);
}
