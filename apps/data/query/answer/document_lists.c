/*
 * The missing documents of a collection are those in the table child that have
 * no row.  Both come in the order of names and are merged.
 */
#include <string.h>

#include "data/query/answer/document_lists.h"
#include "data/query/keys/key.h"
#include "data/query/plan/scope.h"
#include "data/query/store/index_schema.h"

static struct bytes
bytes_of(const struct gantry_buffer *buffer)
{
	return (struct bytes){ buffer->data, buffer->length };
}

int
answer_collection_ids(struct answering *answering,
    const struct collection_list *list, query_visit_id *visit, void *argument,
    struct gantry_error *error)
{
	struct gantry_buffer key = { 0 }, last = { 0 };
	int64_t limit = list->limit;
	struct bytes id;
	int result = 1;

	key_add_path(&key, list->parent);
	gantry_buffer_add(&last, list->after.data, list->after.length);
	for (; limit != 0 && result == 1; limit -= limit > 0) {
		result = store_next_child(answering->store, bytes_of(&key),
		    bytes_of(&last), &id, error);
		if (result != 1)
			break;
		gantry_buffer_reset(&last);
		gantry_buffer_add(&last, id.data, id.length);
		if (gantry_buffer_failed(&key) || gantry_buffer_failed(&last))
			result = gantry_error_memory(error);
		else if (visit(argument, bytes_of(&last), error) == -1)
			result = -1;
		answering->statistics.read++;
		answering->statistics.returned++;
	}
	gantry_buffer_clear(&key);
	gantry_buffer_clear(&last);
	return result == -1 ? -1 : 0;
}

struct partitions {
	struct answering *answering;
	struct scope scope;
	int64_t before; /* documents of the group before the scope */
	int64_t count; /* of those in the scope */
	query_visit_path *visit;
	void *argument;
};

/* Count the documents of the group whose ranks are below RANK. */
static int
count_before(struct partitions *partitions, int64_t rank, int64_t *count,
    struct gantry_error *error)
{
	const struct scope *scope = &partitions->scope;
	const struct store_range range = {
		.table = scope->table,
		.scope = scope->id,
		.field = INDEX_NAME_FIELD,
		.high_rank = rank,
	};

	partitions->answering->statistics.read++;
	return store_count(
	    partitions->answering->store, &range, -1, count, error);
}

/* Visit the document that COUNT others in the scope are before. */
static int
visit_document(
    struct partitions *partitions, int64_t count, struct gantry_error *error)
{
	struct answering *answering = partitions->answering;
	int64_t low = partitions->scope.low, high = partitions->scope.high;
	struct store_document document;
	int64_t middle, found;

	/* The least rank with COUNT + 1 documents up to it. */
	while (low < high) {
		middle = low + (high - low) / 2;
		if (count_before(partitions, middle + 1, &found, error) == -1)
			return -1;
		if (found - partitions->before > count)
			high = middle;
		else
			low = middle + 1;
	}
	if (store_read(answering->store, low, &document, error) == -1)
		return -1;
	answering->statistics.documents++;
	answering->statistics.returned++;
	return partitions->visit(partitions->argument, document.path, error);
}

static int
check_partitioned(const struct query *query, struct gantry_error *error)
{
	if (query->collection.length > 0 && query->has_descendants &&
	    query->where == NULL && query->start.count == 0 &&
	    query->end.count == 0 && query->offset == 0 && query->limit < 0 &&
	    query->nearest.distance == DISTANCE_NONE &&
	    query->order_count == 1 && query->orders[0].field.is_name &&
	    !query->orders[0].is_falling)
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "partition queries take a collection group without filters, "
	    "cursors, offset or limit, ordered by __name__ ascending");
}

static int
visit_partitions(
    struct partitions *partitions, int64_t count, struct gantry_error *error)
{
	int64_t i, wanted;

	if (count >= partitions->count)
		count = partitions->count - 1;
	for (i = 1; i <= count; i++) {
		/* Ranks have 32 bits. */
		wanted = (int64_t)((uint64_t)i * (uint64_t)partitions->count /
		    (uint64_t)(count + 1));
		if (visit_document(partitions, wanted, error) == -1)
			return -1;
	}
	return 0;
}

int
answer_partitions(struct answering *answering,
    const struct partition_list *list, query_visit_path *visit, void *argument,
    struct gantry_error *error)
{
	struct partitions partitions = {
		.answering = answering,
		.visit = visit,
		.argument = argument,
	};
	struct scope *scope = &partitions.scope;

	if (check_partitioned(list->query, error) == -1 ||
	    scope_find(scope, list->query, answering->store, error) == -1)
		return -1;
	if (scope->is_empty)
		return 0;
	if (count_before(&partitions, scope->low, &partitions.before, error) ==
		-1 ||
	    count_before(&partitions, scope->high, &partitions.count, error) ==
		-1)
		return -1;
	partitions.count -= partitions.before;
	return visit_partitions(&partitions, list->count, error);
}

/* A list that is being read. */
struct lister {
	struct answering *answering;
	const struct document_list *list;
	struct store_scan scan; /* of the documents */
	struct store_document document; /* the next one, if its rank is not 0 */
	struct gantry_buffer key; /* of its path */
	struct gantry_buffer collection; /* the key of the path */
	struct gantry_buffer low; /* from where to look for parents */
	struct gantry_buffer parent; /* the key of the next one; or empty */
	struct gantry_buffer path; /* of a missing document */
	bool needs_document, needs_parent; /* the next ones */
	query_visit_listed *visit;
	void *argument;
};

static bool
has_failed(const struct lister *lister)
{
	return gantry_buffer_failed(&lister->key) ||
	    gantry_buffer_failed(&lister->collection) ||
	    gantry_buffer_failed(&lister->low) ||
	    gantry_buffer_failed(&lister->parent) ||
	    gantry_buffer_failed(&lister->path);
}

/* Get the next document that exists. */
static int
next_document(struct lister *lister, struct gantry_error *error)
{
	struct query_statistics *statistics = &lister->answering->statistics;
	int result;

	lister->document.rank = 0;
	if (lister->scan.store == NULL)
		return 0;
	result = store_scan_next(&lister->scan, error);
	if (result != 1)
		return result;
	statistics->read++;
	statistics->documents++;
	gantry_buffer_reset(&lister->key);
	if (store_read(lister->answering->store, lister->scan.rank,
		&lister->document, error) == -1)
		return -1;
	if (lister->list->with_missing)
		key_add_path(&lister->key, lister->document.path);
	return 0;
}

/* Get the next document with collections below it. */
static int
next_parent(struct lister *lister, struct gantry_error *error)
{
	const struct bytes collection = bytes_of(&lister->collection);
	struct bytes parent;
	int result;

	gantry_buffer_reset(&lister->parent);
	if (!lister->list->with_missing)
		return 0;
	result = store_next_parent(
	    lister->answering->store, bytes_of(&lister->low), &parent, error);
	if (result != 1)
		return result;
	lister->answering->statistics.read++;
	if (parent.length <= collection.length ||
	    memcmp(parent.data, collection.data, collection.length) != 0)
		return 0;
	gantry_buffer_add(&lister->parent, parent.data, parent.length);
	/* Behind all that is below it; each segment begins with less. */
	gantry_buffer_reset(&lister->low);
	gantry_buffer_add(&lister->low, parent.data, parent.length);
	gantry_buffer_putc(&lister->low, '\xff');
	return 0;
}

/* Visit the parent, which does not exist. */
static int
visit_missing(struct lister *lister, struct gantry_error *error)
{
	const struct bytes collection = lister->list->collection_path;
	struct store_document document = { .rank = 0 };

	gantry_buffer_reset(&lister->path);
	gantry_buffer_add(&lister->path, collection.data, collection.length);
	gantry_buffer_putc(&lister->path, '/');
	(void)key_read_id(&lister->path,
	    (struct bytes){ lister->parent.data + lister->collection.length,
		lister->parent.length - lister->collection.length });
	if (has_failed(lister))
		return gantry_error_memory(error);
	document.path = bytes_of(&lister->path);
	return lister->visit(lister->argument, &document, error);
}

/* Get what is next of both. */
static int
advance(struct lister *lister, struct gantry_error *error)
{
	if ((lister->needs_document && next_document(lister, error) == -1) ||
	    (lister->needs_parent && next_parent(lister, error) == -1))
		return -1;
	return has_failed(lister) ? gantry_error_memory(error) : 0;
}

/* Visit what comes next.  Returns 1, or 0 at the end, or -1. */
static int
visit_next(struct lister *lister, struct gantry_error *error)
{
	int order = 1;

	if (advance(lister, error) == -1)
		return -1;
	if (lister->document.rank != 0)
		order = lister->parent.length == 0
		    ? -1
		    : bytes_compare(
			  bytes_of(&lister->key), bytes_of(&lister->parent));
	else if (lister->parent.length == 0)
		return 0;
	lister->needs_document = order <= 0;
	lister->needs_parent = order >= 0;
	lister->answering->statistics.returned++;
	if (order > 0)
		return visit_missing(lister, error) == -1 ? -1 : 1;
	return lister->visit(lister->argument, &lister->document, error) == -1
	    ? -1
	    : 1;
}

/* Begin to read the documents behind the one that is given. */
static int
open_documents(struct lister *lister, struct gantry_error *error)
{
	const struct document_list *list = lister->list;
	struct store *store = lister->answering->store;
	struct store_range range = {
		.table = STORE_COLLECTION,
		.field = INDEX_NAME_FIELD,
		.low_rank = 1,
		.high_rank = store_last_rank(store) + 1,
	};
	int64_t unused;
	bool is_equal = false;

	if (store_find_collection(store, list->collection_path, &range.scope,
		&unused, error) == -1)
		return -1;
	if (range.scope == 0)
		return 0;
	if (list->after.length > 0 &&
	    store_find_rank(
		store, list->after, &range.low_rank, &is_equal, error) == -1)
		return -1;
	range.low_rank += is_equal;
	return store_scan_open(store, &lister->scan, &range, false, error);
}

static int
list_documents(struct lister *lister, struct gantry_error *error)
{
	const struct document_list *list = lister->list;
	struct gantry_buffer *low = &lister->low;
	int64_t limit = list->limit;
	int result = 1;

	key_add_path(&lister->collection, list->collection_path);
	key_add_path(low, list->after);
	if (low->length > 0)
		gantry_buffer_putc(low, '\xff');
	if (bytes_compare(bytes_of(low), bytes_of(&lister->collection)) < 0) {
		gantry_buffer_reset(low);
		gantry_buffer_add(
		    low, lister->collection.data, lister->collection.length);
	}
	if (has_failed(lister))
		return gantry_error_memory(error);
	if (open_documents(lister, error) == -1)
		return -1;
	for (; limit != 0 && result == 1; limit -= limit > 0)
		result = visit_next(lister, error);
	return result == -1 ? -1 : 0;
}

/* Is PATH directly in COLLECTION? */
static bool
is_in(struct bytes path, struct bytes collection)
{
	return path.length > collection.length + 1 &&
	    memcmp(path.data, collection.data, collection.length) == 0 &&
	    path.data[collection.length] == '/' &&
	    memchr(path.data + collection.length + 1, '/',
		path.length - collection.length - 1) == NULL;
}

static int
check_list(const struct document_list *list, struct gantry_error *error)
{
	const struct bytes path = list->collection_path;
	size_t i, slashes = 0;

	for (i = 0; i < path.length; i++)
		slashes += path.data[i] == '/';
	if (path.length == 0 || slashes % 2 != 0)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "expected the path of a collection, found %s",
		    bytes_show(path).text);
	if (list->after.length > 0 && !is_in(list->after, path))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "expected a document in %s, found %s",
		    bytes_show(path).text, bytes_show(list->after).text);
	return 0;
}

int
answer_documents(struct answering *answering, const struct document_list *list,
    query_visit_listed *visit, void *argument, struct gantry_error *error)
{
	struct lister lister = {
		.answering = answering,
		.list = list,
		.needs_document = true,
		.needs_parent = true,
		.visit = visit,
		.argument = argument,
	};
	int result = check_list(list, error);

	if (result == 0)
		result = list_documents(&lister, error);
	store_scan_close(&lister.scan);
	gantry_buffer_clear(&lister.key);
	gantry_buffer_clear(&lister.collection);
	gantry_buffer_clear(&lister.low);
	gantry_buffer_clear(&lister.parent);
	gantry_buffer_clear(&lister.path);
	return result;
}
