/*
 * Lists by pages: documents, ids of collections, partitions.
 */
#include <jansson.h>
#include <string.h>

#include <gantry/json.h>

#include "data/cache/hash.h"
#include "data/query/answer/document_lists.h"
#include "data/query/language/parse.h"
#include "data/query/language/read_query.h"
#include "firestore/rpc/methods.h"
#include "firestore/rpc/pages.h"
#include "firestore/rpc/transaction.h"

#define PAGE_DEFAULT 30
#define PAGE_MAX     300
#define IDS_MAX	     1000

/* A page ends behind the document that makes it so long: it is one message. */
#define PAGE_BYTES ((size_t)1 << 20)

struct page {
	struct run *run;
	const char *name; /* of its array */
	int64_t size;
	int64_t count;
	bool is_full; /* and something follows */
	uint64_t hash; /* of the request */
	struct bytes after;
	struct gantry_buffer last; /* the path of the last item */
	struct document_writer writer;
};

/* Read pageSize and pageToken. */
static int
read_page(struct page *page, int64_t fallback, int64_t most)
{
	struct bytes token;

	if (request_count(page->run, "pageSize", "page_size", &page->size) ==
		-1 ||
	    request_text(page->run, "pageToken", "page_token", &token) == -1)
		return -1;
	if (page->size == 0)
		page->size = fallback;
	if (page->size > most)
		page->size = most;
	return page_token_read(page->run, page->hash, token, &page->after);
}

/* Begin another item, with KEY to continue from; -1 when the page is full. */
static int
begin_item(struct page *page, struct bytes key)
{
	struct gantry_buffer *line = &page->run->line;

	if (page->count == page->size || line->length > PAGE_BYTES) {
		page->is_full = true;
		return -1;
	}
	if (page->count++ == 0)
		gantry_buffer_printf(line, "\"%s\":[", page->name);
	else
		gantry_buffer_putc(line, ',');
	gantry_buffer_reset(&page->last);
	gantry_buffer_add(&page->last, key.data, key.length);
	return 0;
}

/* RESULT is that of the engine.  Send the page, if it is one. */
static int
end_page(struct page *page, int result, const struct gantry_error *error)
{
	struct run *run = page->run;

	if (result == -1 && !page->is_full) {
		gantry_buffer_clear(&page->last);
		return run_fail_with(run, error);
	}
	if (page->count > 0)
		gantry_buffer_putc(&run->line, ']');
	if (page->is_full && gantry_buffer_failed(&page->last))
		run->line.failed = true;
	else if (page->is_full)
		page_token_add(run, page->hash,
		    (struct bytes){ page->last.data, page->last.length });
	gantry_buffer_clear(&page->last);
	gantry_buffer_putc(&run->line, '}');
	return run_send(run);
}

/* Implements query_visit and query_visit_listed. */
static int
add_document(void *argument, const struct store_document *document,
    struct gantry_error *error)
{
	struct page *page = argument;
	struct run *run = page->run;

	error->code = GANTRY_ERROR_HANGUP;
	if (begin_item(page, document->path) == -1)
		return -1;
	if (document->rank > 0)
		return run_add_document(run, &page->writer, document);
	gantry_buffer_puts(&run->line, "{\"name\":");
	run_add_name(run, document->path);
	gantry_buffer_putc(&run->line, '}');
	return 0;
}

/* What a list of documents asks for. */
struct list {
	struct page page;
	struct name parent;
	struct bytes collection; /* an id; empty: all below the parent */
	struct bytes path; /* of the collection */
	struct bytes order;
	bool with_missing;
};

static int
check_list_access(struct run *run, const struct list *list)
{
	const struct access *access = run->service->options.access;

	if (list->with_missing)
		return run_require_all(run);
	if (run->has_token ||
	    (list->collection.length > 0
		    ? access_list(access, list->path)
		    : access_group(
			  access, list->parent.path, list->collection, true)))
		return 0;
	return run_deny(run);
}

static uint64_t
hash_list(const struct run *run, const struct list *list)
{
	const struct query_origin *origin = &run->answering.origin;
	const char *generation = run->service->cache.generation;
	uint64_t hash = HASH_START;

	hash = hash_add(hash, origin->project.data, origin->project.length);
	hash = hash_add(hash, origin->database.data, origin->database.length);
	hash = hash_add(hash, list->parent.path.data, list->parent.path.length);
	hash = hash_add(hash, list->collection.data, list->collection.length);
	hash = hash_add(hash, list->order.data, list->order.length);
	hash = hash_add(hash, list->with_missing ? "1" : "0", 1);
	/* The place in another order is known by a document. */
	return hash_add(
	    hash, generation, list->order.length > 0 ? strlen(generation) : 0);
}

static int
read_list(struct run *run, struct list *list)
{
	struct gantry_buffer path = { 0 };
	struct bytes text;

	if (request_text(run, "parent", NULL, &text) == -1 ||
	    request_read_parent(run, text, &list->parent) == -1 ||
	    request_text(run, "collectionId", "collection_id",
		&list->collection) == -1 ||
	    request_text(run, "orderBy", "order_by", &list->order) == -1 ||
	    request_boolean(
		run, "showMissing", "show_missing", &list->with_missing) == -1)
		return -1;
	if (field_is_reserved(list->collection))
		return run_fail(run, RPC_INVALID_ARGUMENT,
		    "Collection id %s is invalid because it is reserved.",
		    bytes_show(list->collection).text);
	if (memchr(list->collection.data, '/', list->collection.length) != NULL)
		return run_fail(run, RPC_INVALID_ARGUMENT,
		    "Collection id %s is invalid because it contains \"/\".",
		    bytes_show(list->collection).text);
	gantry_buffer_add(
	    &path, list->parent.path.data, list->parent.path.length);
	if (path.length > 0)
		gantry_buffer_putc(&path, '/');
	gantry_buffer_add(
	    &path, list->collection.data, list->collection.length);
	list->path.length = path.length;
	list->path.data = gantry_buffer_failed(&path)
	    ? NULL
	    : arena_strndup(&run->arena, path.data, path.length);
	gantry_buffer_clear(&path);
	if (list->path.data == NULL)
		return run_fail(run, RPC_INTERNAL, "Internal error.");
	if (list->with_missing && list->order.length > 0)
		return run_fail(run, RPC_INVALID_ARGUMENT,
		    "cannot specify an order when show_missing is true");
	return 0;
}

/* Answer by the names of the documents, or by a query in another order. */
static int
answer_list(struct run *run, struct list *list)
{
	struct page *page = &list->page;
	const struct document_list asked = {
		.collection_path = list->path,
		.after = page->after,
		.limit = page->size + 1,
		.with_missing = list->with_missing,
	};
	struct gantry_error error = { GANTRY_ERROR_NONE, "" };
	struct query query = { .limit = 0 };
	int result;

	gantry_buffer_putc(&run->line, '{');
	if (list->order.length == 0 && list->collection.length > 0) {
		result = answer_documents(
		    &run->answering, &asked, add_document, page, &error);
		return end_page(page, result, &error);
	}
	result = list_query_read(run,
	    &(struct list_query){ list->parent.path, list->collection,
		list->order, page->after, page->size + 1 },
	    &query);
	if (result == 0) {
		result = answer_query(
		    &run->answering, &query, add_document, page, &error);
		result = end_page(page, result, &error);
	}
	query_clear(&query);
	return result;
}

int
method_list_documents(struct run *run)
{
	static const char *const names[] = { "parent", "collection_id",
		"page_size", "page_token", "order_by", "mask", "transaction",
		"read_time", "show_missing", NULL };
	struct list list = { .page = { .run = run, .name = "documents" } };
	struct document_writer *writer = &list.page.writer;

	if (request_check(run, names) == -1 || read_list(run, &list) == -1 ||
	    check_list_access(run, &list) == -1 ||
	    request_use_database(run, &list.parent) == -1 ||
	    request_mask(run, &writer->fields, &writer->field_count) == -1 ||
	    transaction_read(run) == -1)
		return -1;
	writer->origin = run->answering.origin;
	list.page.hash = hash_list(run, &list);
	if (read_page(&list.page, PAGE_DEFAULT, PAGE_MAX) == -1)
		return -1;
	return answer_list(run, &list);
}

/* Implements query_visit_id. */
static int
add_id(void *argument, struct bytes id, struct gantry_error *error)
{
	struct page *page = argument;

	error->code = GANTRY_ERROR_HANGUP;
	if (begin_item(page, id) == -1)
		return -1;
	gantry_json_string(&page->run->line, id.data, id.length);
	return 0;
}

static uint64_t
hash_parent(const char *method, const struct name *parent)
{
	uint64_t hash = hash_add(HASH_START, method, strlen(method));

	hash = hash_add(hash, parent->project.data, parent->project.length);
	hash = hash_add(hash, parent->database.data, parent->database.length);
	return hash_add(hash, parent->path.data, parent->path.length);
}

int
method_list_collection_ids(struct run *run)
{
	static const char *const names[] = { "parent", "page_size",
		"page_token", "read_time", NULL };
	struct page page = { .run = run, .name = "collectionIds" };
	struct collection_list asked;
	struct gantry_error error = { GANTRY_ERROR_NONE, "" };
	struct name parent;
	struct bytes text;
	int result;

	if (request_check(run, names) == -1 ||
	    request_text(run, "parent", NULL, &text) == -1 ||
	    request_read_parent(run, text, &parent) == -1 ||
	    run_require_all(run) == -1 ||
	    request_use_database(run, &parent) == -1 ||
	    transaction_read(run) == -1)
		return -1;
	page.hash = hash_parent("ids", &parent);
	if (read_page(&page, PAGE_MAX, IDS_MAX) == -1)
		return -1;
	asked =
	    (struct collection_list){ parent.path, page.after, page.size + 1 };
	gantry_buffer_putc(&run->line, '{');
	result = answer_collection_ids(
	    &run->answering, &asked, add_id, &page, &error);
	return end_page(&page, result, &error);
}

struct partitions {
	struct page page;
	struct name parent;
	struct query query;
	int64_t count;
	bool is_behind; /* the partitions of earlier pages are over */
};

/* Implements query_visit_path. */
static int
add_partition(void *argument, struct bytes path, struct gantry_error *error)
{
	struct partitions *partitions = argument;
	struct page *page = &partitions->page;

	error->code = GANTRY_ERROR_HANGUP;
	if (!partitions->is_behind) {
		partitions->is_behind = bytes_compare(path, page->after) == 0;
		return 0;
	}
	if (begin_item(page, path) == -1)
		return -1;
	gantry_buffer_puts(
	    &page->run->line, "{\"values\":[{\"referenceValue\":");
	run_add_name(page->run, path);
	gantry_buffer_puts(&page->run->line, "}]}");
	return 0;
}

static int
read_partitions(struct run *run, struct partitions *partitions)
{
	const json_t *json =
	    parse_member(run->request, "structuredQuery", "structured_query");
	struct gantry_error error;
	struct bytes text;

	if (request_text(run, "parent", NULL, &text) == -1 ||
	    request_read_parent(run, text, &partitions->parent) == -1 ||
	    request_count(run, "partitionCount", "partition_count",
		&partitions->count) == -1)
		return -1;
	if (json == NULL)
		return run_fail(run, RPC_INVALID_ARGUMENT,
		    "only structured queries are supported");
	if (query_read(&partitions->query, partitions->parent.path, json,
		&error) == -1)
		return run_fail_with(run, &error);
	if (partitions->count == 0)
		return run_fail(run, RPC_INVALID_ARGUMENT,
		    "partition_count must be positive");
	return 0;
}

static int
answer_partition_query(struct run *run, struct partitions *partitions)
{
	struct page *page = &partitions->page;
	const struct partition_list asked = { &partitions->query,
		partitions->count };
	struct gantry_error error = { GANTRY_ERROR_NONE, "" };
	int result;

	page->hash = hash_parent("partitions", &partitions->parent);
	page->hash = hash_add(page->hash, partitions->query.collection.data,
	    partitions->query.collection.length);
	page->hash =
	    hash_add(page->hash, &partitions->count, sizeof(partitions->count));
	if (read_page(page, IDS_MAX, IDS_MAX) == -1)
		return -1;
	partitions->is_behind = page->after.length == 0;
	gantry_buffer_putc(&run->line, '{');
	result = answer_partitions(
	    &run->answering, &asked, add_partition, partitions, &error);
	return end_page(page, result, &error);
}

int
method_partition_query(struct run *run)
{
	static const char *const names[] = { "parent", "structured_query",
		"partition_count", "page_token", "page_size", "read_time",
		NULL };
	struct partitions partitions = {
		.page = { .run = run, .name = "partitions" },
	};
	int result = -1;

	if (request_check(run, names) == 0 &&
	    read_partitions(run, &partitions) == 0 &&
	    run_require_all(run) == 0 &&
	    request_use_database(run, &partitions.parent) == 0 &&
	    transaction_read(run) == 0)
		result = answer_partition_query(run, &partitions);
	query_clear(&partitions.query);
	return result;
}
