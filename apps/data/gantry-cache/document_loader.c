/*
 * Passes documents from a reader to the builder of a cache.
 */
#include "data/gantry-cache/document_loader.h"

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

	loader->read++;
	if (loader->selection != NULL &&
	    !selection_has(loader->selection, document))
		return 0;
	loader->added++;
	if (loader->feed != NULL)
		return cache_feed_add(loader->feed, &converted, error);
	return cache_builder_add(loader->builder, &converted, error);
}
