/*
 * Reading documents by their names.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "data/query/language/parse.h"
#include "firestore/rpc/methods.h"
#include "firestore/rpc/transaction.h"

static bool
may_get(const struct run *run, struct bytes path)
{
	return run->has_token || access_get(run->service->options.access, path);
}

/* Read the document PATH.  Returns 1, or 0 when there is none, or -1. */
static int
find(struct run *run, struct bytes path, struct store_document *document)
{
	struct gantry_error error;
	int result = store_find(run->service->store, path, document, &error);

	return result == -1 ? run_fail_with(run, &error) : result;
}

int
method_get_document(struct run *run)
{
	static const char *const names[] = { "name", "mask", "transaction",
		"read_time", NULL };
	struct document_writer writer = { .fields = NULL };
	struct store_document document;
	struct bytes text;
	struct name name;
	int result;

	if (request_check(run, names) == -1 ||
	    request_text(run, "name", NULL, &text) == -1 ||
	    request_read_name(run, text, "Document name", &name) == -1)
		return -1;
	if (!may_get(run, name.path))
		return run_deny(run);
	if (request_use_database(run, &name) == -1 ||
	    request_mask(run, &writer.fields, &writer.field_count) == -1 ||
	    transaction_read(run) == -1)
		return -1;
	result = find(run, name.path, &document);
	if (result == 0)
		return run_fail(run, RPC_NOT_FOUND,
		    "Document (%.*s) not found.", (int)text.length, text.data);
	if (result == -1)
		return -1;
	writer.origin = run->answering.origin;
	if (run_add_document(run, &writer, &document) == -1)
		return -1;
	return run_send(run);
}

struct batch {
	const json_t *documents;
	struct name *names;
	size_t count;
	struct name database; /* of the request */
	struct document_writer writer;
};

static int
compare_names(const void *left, const void *right)
{
	const struct name *const *a = left, *const *b = right;
	int order = bytes_compare((*a)->path, (*b)->path);

	if (order != 0)
		return order;
	return *a < *b ? -1 : *a > *b;
}

/* Forget names that are there more than once. */
static int
remove_repeats(struct run *run, struct batch *batch)
{
	struct name **sorted =
	    arena_alloc(&run->arena, (batch->count + 1) * sizeof(*sorted));
	size_t i;

	if (sorted == NULL)
		return run_fail(run, RPC_INTERNAL, "Internal error.");
	for (i = 0; i < batch->count; i++)
		sorted[i] = &batch->names[i];
	qsort(sorted, batch->count, sizeof(*sorted), compare_names);
	for (i = batch->count; i > 1; i--)
		if (bytes_compare(sorted[i - 1]->path, sorted[i - 2]->path) ==
			0 &&
		    bytes_compare(
			sorted[i - 1]->project, sorted[i - 2]->project) == 0 &&
		    bytes_compare(
			sorted[i - 1]->database, sorted[i - 2]->database) == 0)
			sorted[i - 1]->path.length = 0;
	return 0;
}

/* Read all names, and see that each may be read, before anything is sent. */
static int
read_names(struct run *run, struct batch *batch)
{
	struct gantry_error error;
	struct bytes text;
	size_t i;

	if (parse_repeated(
		batch->documents, "documents", &batch->count, &error) == -1)
		return run_fail_with(run, &error);
	run->elements = batch->count;
	batch->names = arena_alloc(
	    &run->arena, (batch->count + 1) * sizeof(*batch->names));
	if (batch->names == NULL)
		return run_fail(run, RPC_INTERNAL, "Internal error.");
	for (i = 0; i < batch->count; i++) {
		if (parse_text(parse_element(batch->documents, i), "documents",
			&text, &error) == -1)
			return run_fail_with(run, &error);
		if (request_read_name(
			run, text, "Document name", &batch->names[i]) == -1)
			return -1;
	}
	for (i = 0; i < batch->count; i++)
		if (!may_get(run, batch->names[i].path))
			return run_deny(run);
	return remove_repeats(run, batch);
}

static bool
is_of(const struct name *name, const struct name *database)
{
	return bytes_compare(name->project, database->project) == 0 &&
	    bytes_compare(name->database, database->database) == 0;
}

static int
send_one(struct run *run, const struct batch *batch, size_t index)
{
	const struct name *name = &batch->names[index];
	struct store_document document;
	int result = is_of(name, &batch->database)
	    ? find(run, name->path, &document)
	    : 0;

	if (result == -1)
		return -1;
	gantry_buffer_puts(
	    &run->line, result == 1 ? "{\"found\":" : "{\"missing\":");
	if (result == 1) {
		if (run_add_document(run, &batch->writer, &document) == -1)
			return -1;
	} else {
		run->answering.origin.project = name->project;
		run->answering.origin.database = name->database;
		run_add_name(run, name->path);
		run->answering.origin = batch->writer.origin;
	}
	run_add_time(run, "\"readTime\"", run->read_time);
	gantry_buffer_putc(&run->line, '}');
	return run_send(run);
}

int
method_batch_get_documents(struct run *run)
{
	static const char *const names[] = { "database", "documents", "mask",
		"transaction", "new_transaction", "read_time", NULL };
	struct batch batch = {
		.documents = parse_member(run->request, "documents", NULL),
	};
	struct document_writer *writer = &batch.writer;
	struct bytes text;
	size_t i;

	if (request_check(run, names) == -1 ||
	    request_text(run, "database", NULL, &text) == -1 ||
	    request_read_database(run, text, &batch.database) == -1 ||
	    read_names(run, &batch) == -1 ||
	    request_use_database(run, &batch.database) == -1 ||
	    request_mask(run, &writer->fields, &writer->field_count) == -1 ||
	    transaction_read(run) == -1)
		return -1;
	writer->origin = run->answering.origin;
	for (i = 0; i < batch.count; i++)
		if (batch.names[i].path.length > 0 &&
		    send_one(run, &batch, i) == -1)
			return -1;
	return 0;
}
