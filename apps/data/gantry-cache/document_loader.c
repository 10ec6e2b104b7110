/*
 * Passes documents from a reader to the builder of a cache.
 */
#include <string.h>

#include "data/firestore/bytes.h"
#include "data/gantry-cache/document_loader.h"

/* Get the id of the collection of DOCUMENT. */
static struct bytes
collection_of(const struct firestore_document *document)
{
	const char *path = document->path;
	const char *end = memrchr(path, '/', document->path_length);
	const char *start = end;

	while (start > path && start[-1] != '/')
		start--;
	return (struct bytes){ start, (size_t)(end - start) };
}

/* Is the document in one of the chosen collections? */
static bool
is_wanted(
    struct document_loader *loader, const struct firestore_document *document)
{
	const char *const *collection = loader->collections;
	struct bytes id;

	if (collection == NULL || collection[0] == NULL)
		return true;
	id = collection_of(document);
	while (*collection != NULL && !bytes_is_equal(id, *collection))
		collection++;
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

	if (!is_wanted(loader, document))
		return 0;
	loader->added++;
	if (loader->feed != NULL)
		return cache_feed_add(loader->feed, &converted, error);
	return cache_builder_add(loader->builder, &converted, error);
}
