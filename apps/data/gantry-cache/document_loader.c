/*
 * Passes documents from a reader to the builder of a cache.
 */
#include <string.h>

#include "data/gantry-cache/document_loader.h"

/* Is the document in one of the chosen collections? */
static bool
is_wanted(struct document_loader *loader, const char *path)
{
	const char *const *collection = loader->collections;
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
			break;
	if (*collection != NULL && loader->found != NULL)
		loader->found[collection - loader->collections] = true;
	return *collection != NULL;
}

struct cache_document
document_loader_convert(const struct firestore_document *document)
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
document_loader_add(struct document_loader *loader,
    const struct firestore_document *document, struct gantry_error *error)
{
	const struct cache_document converted =
	    document_loader_convert(document);

	if (!is_wanted(loader, document->path))
		return 0;
	loader->added++;
	if (loader->feed != NULL)
		return cache_feed_add(loader->feed, &converted, error);
	return cache_builder_add(loader->builder, &converted, error);
}
