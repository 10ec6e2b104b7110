/*
 * Passes documents from a reader to the builder of a cache, and those that
 * cannot be read to the quarantine.
 */
#include <inttypes.h>
#include <stdio.h>

#include "data/firestore/rest/rest.h"
#include "data/gantry-cache/document_loader.h"
#include "data/gantry-cache/printable.h"

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
	struct cache_document converted = document_loader_convert(document);
	int wanted = 1;

	loader->read++;
	if (loader->selection != NULL &&
	    !selection_has(loader->selection, document))
		return 0;
	if (loader->subset != NULL)
		wanted = subset_has(loader->subset, document, error);
	if (wanted != 1)
		return wanted;
	loader->added++;
	if (omissions_apply(loader->omissions, &converted, error) == -1)
		return -1;
	if (loader->feed != NULL)
		return cache_feed_add(loader->feed, &converted, error);
	return cache_builder_add(loader->builder, &converted, error);
}

int
document_loader_reject(struct quarantine *quarantine,
    const struct firestore_rejected *rejected, struct gantry_error *error)
{
	struct gantry_buffer raw = { 0 };
	struct quarantine_entry entry = {
		.path = rejected->path,
		.path_length = rejected->path_length,
		.reason = rejected->reason,
	};
	int result;

	rest_add_bytes(
	    &raw, (struct bytes){ rejected->raw, rejected->raw_length });
	entry.raw = raw.data;
	entry.raw_length = raw.length;
	if (gantry_buffer_failed(&raw))
		result = gantry_error_memory(error);
	else
		result = quarantine_add(quarantine, &entry, error);
	gantry_buffer_clear(&raw);
	return result;
}

int
document_loader_keep(struct quarantine *quarantine, const char *path,
    struct lacks *lacks, struct gantry_error *error)
{
	struct gantry_buffer text = { 0 };
	int result = 0;

	if (path == NULL)
		return 0;
	if (quarantine->count > 0) {
		gantry_buffer_printf(&text,
		    "documents that cannot be read; %s keeps them", path);
		result = gantry_buffer_putc(&text, '\0') == 0
		    ? lacks_add(lacks, LACK_QUARANTINED, text.data,
			  quarantine->count, error)
		    : gantry_error_memory(error);
		gantry_buffer_clear(&text);
	}
	return result == 0 ? quarantine_publish(quarantine, error) : -1;
}

void
document_loader_report(const struct quarantine *quarantine, const char *path)
{
	if (quarantine->count > 0)
		printable_line(stderr,
		    "gantry-cache: warning: %" PRId64
		    " documents cannot be read; %s keeps them",
		    quarantine->count, path);
}

void
document_loader_report_omissions(
    const struct omissions *omissions, const char *output)
{
	const struct omission *omission;
	size_t i;

	for (i = 0; i < omissions->count; i++) {
		omission = &omissions->items[i];
		printable_line(stdout,
		    "%s: left out %s:%s of %" PRId64 " documents", output,
		    omission->pattern, omission->field.text, omission->count);
	}
}
