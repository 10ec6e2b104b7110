/*
 * A query of one term whose rows come in its order is answered row by row.
 * Otherwise the rows of all terms are sorted, as far as they are wanted.
 */
#include <string.h>

#include "data/query/answer/answering.h"
#include "data/query/answer/best_rows.h"
#include "data/query/answer/document_match.h"
#include "data/query/keys/key.h"
#include "data/query/plan/position.h"
#include "data/query/plan/row_source.h"

struct runner {
	struct answering *answering;
	struct query *query;
	struct scope scope;
	struct terms terms;
	const struct term *term;
	const struct plan *plan; /* of the term */
	const struct row_source *source;
	struct match match;
	struct gantry_buffer key; /* of the row, for all orders */
	size_t prefix; /* how much of it the rows are ordered by */
	struct gantry_buffer bounds[2]; /* the keys of the cursors */
	struct store_document document;
	bool has_document; /* it is that of the row */
	query_visit *visit; /* NULL: the rows are only counted */
	const struct query_keys *keys; /* NULL: documents are wanted */
	bool is_streaming; /* the source is at the row that is answered */
	void *argument;
	int64_t need; /* rows with those to skip; -1: all */
	int64_t found; /* rows */
};

static struct bytes
bytes_of(const struct gantry_buffer *buffer)
{
	return (struct bytes){ buffer->data, buffer->length };
}

static int
read_document(struct runner *runner, int64_t rank, struct gantry_error *error)
{
	runner->answering->statistics.documents++;
	runner->has_document = true;
	return store_read(
	    runner->answering->store, rank, &runner->document, error);
}

/* Has the document of the row what the probes look for? */
static int
probe(struct runner *runner, int64_t rank, bool *result,
    struct gantry_error *error)
{
	const struct leaf_ranges *probe;
	struct store_range place;
	size_t i, j;

	for (i = 0; i < runner->plan->probe_count; i++) {
		probe = runner->plan->probes[i];
		*result = false;
		for (j = 0; j < probe->count && !*result; j++) {
			place = probe->items[j];
			place.low_rank = rank;
			if (store_has(runner->answering->store, &place, result,
				error) == -1)
				return -1;
		}
		if (!*result)
			return 0;
	}
	*result = true;
	return 0;
}

/* Append the key of order I; false when the document lacks the field. */
static bool
add_key(struct runner *runner, size_t i, int64_t rank)
{
	struct gantry_buffer *key = &runner->key;
	char position[POSITION_SIZE];
	struct bytes bytes;

	switch (runner->plan->keys[i]) {
	case PLAN_KEY_LEAF:
		bytes = runner->plan->leaf_keys[i];
		gantry_buffer_add(key, bytes.data, bytes.length);
		return true;
	case PLAN_KEY_INDEX:
		bytes = runner->source->key;
		gantry_buffer_add(key, bytes.data, bytes.length);
		return true;
	case PLAN_KEY_NAME:
		position_put(position, rank, false);
		gantry_buffer_add(key, position, sizeof(position));
		return true;
	case PLAN_KEY_DOCUMENT:
		break;
	}
	return match_key(
	    &runner->query->orders[i].field, &runner->document, key);
}

/* Make the key of the row, in the order of the query. */
static bool
make_key(struct runner *runner, int64_t rank)
{
	const struct query *query = runner->query;
	size_t i, offset;

	gantry_buffer_reset(&runner->key);
	for (i = 0; i < query->order_count; i++) {
		offset = runner->key.length;
		if (!add_key(runner, i, rank))
			return false;
		if (query->orders[i].is_falling)
			key_invert(&runner->key, offset);
		if (i <= runner->plan->first_order)
			runner->prefix = runner->key.length;
	}
	return true;
}

/* Append the keys of CURSOR, as make_key does. */
static void
make_bound(struct runner *runner, const struct query_cursor *cursor,
    struct gantry_buffer *bound)
{
	size_t i, offset;

	for (i = 0; i < cursor->count; i++) {
		offset = bound->length;
		gantry_buffer_add(
		    bound, cursor->keys[i].data, cursor->keys[i].length);
		if (runner->query->orders[i].is_falling)
			key_invert(bound, offset);
	}
}

/* Compare the key of the row to what it has in common with BOUND. */
static int
compare_bound(const struct runner *runner, const struct gantry_buffer *bound)
{
	struct bytes key = bytes_of(&runner->key);

	if (key.length > bound->length)
		key.length = bound->length;
	return bytes_compare(key, bytes_of(bound));
}

/* Is the row between the cursors? */
static bool
is_between(const struct runner *runner)
{
	const struct query *query = runner->query;
	int order;

	if (query->start.count > 0) {
		order = compare_bound(runner, &runner->bounds[0]);
		if (order < 0 || (order == 0 && !query->start.is_before))
			return false;
	}
	if (query->end.count > 0) {
		order = compare_bound(runner, &runner->bounds[1]);
		if (order > 0 || (order == 0 && query->end.is_before))
			return false;
	}
	return true;
}

/* Is the key of the row needed, to sort, or to compare it to a cursor? */
static bool
needs_key(const struct runner *runner)
{
	return !runner->is_streaming || runner->plan->needs_document ||
	    runner->query->start.count > 0 || runner->query->end.count > 0;
}

/* Is the row one of the query's?  *RESULT tells.  Its key is made if needed. */
static int
accept(struct runner *runner, bool *result, struct gantry_error *error)
{
	const struct plan *plan = runner->plan;
	int64_t rank = runner->source->rank;

	*result = false;
	runner->has_document = false;
	if (rank < plan->low || rank >= plan->high)
		return 0;
	if (probe(runner, rank, result, error) == -1)
		return -1;
	if (*result && plan->needs_document) {
		if (read_document(runner, rank, error) == -1)
			return -1;
		*result = scope_has(&runner->scope, runner->document.path) &&
		    match_term(&runner->match, runner->term, &runner->document);
	}
	*result = *result &&
	    (!needs_key(runner) ||
		(make_key(runner, rank) && is_between(runner)));
	if (gantry_buffer_failed(&runner->key) || match_failed(&runner->match))
		return gantry_error_memory(error);
	return 0;
}

/* Is the key that is wanted of the row at hand?  Get it. */
static bool
get_key(const struct runner *runner, struct bytes *key)
{
	const struct query_keys *keys = runner->keys;

	if (keys == NULL || runner->has_document || !runner->is_streaming)
		return false;
	if (runner->plan->keys[keys->order] == PLAN_KEY_INDEX)
		*key = runner->source->key;
	else if (runner->plan->keys[keys->order] == PLAN_KEY_LEAF)
		*key = runner->plan->leaf_keys[keys->order];
	else
		return false;
	return true;
}

/* The row comes next in the answer. */
static int
answer(struct runner *runner, int64_t rank, struct gantry_error *error)
{
	struct query_statistics *statistics = &runner->answering->statistics;
	struct bytes key;

	if (runner->found++ < runner->query->offset) {
		statistics->skipped++;
		return 0;
	}
	statistics->returned++;
	if (runner->visit == NULL)
		return 0;
	if (get_key(runner, &key))
		return runner->keys->visit_key(runner->argument, key, error);
	if (!runner->has_document && read_document(runner, rank, error) == -1)
		return -1;
	return runner->visit(runner->argument, &runner->document, error);
}

static int
count_row(struct answering *answering, struct gantry_error *error)
{
	if (++answering->statistics.read <= answering->limits.rows ||
	    answering->limits.rows == 0)
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_LIMIT,
	    "the query reads more than %lld rows; restrict it further",
	    (long long)answering->limits.rows);
}

/* Answer row by row. */
static int
stream(struct runner *runner, struct row_source *source,
    struct gantry_error *error)
{
	bool is_accepted;
	int result;

	runner->is_streaming = true;
	while (runner->need < 0 || runner->found < runner->need) {
		result = row_source_next(source, error);
		if (result != 1)
			return result;
		if (count_row(runner->answering, error) == -1 ||
		    accept(runner, &is_accepted, error) == -1)
			return -1;
		if (is_accepted && answer(runner, source->rank, error) == -1)
			return -1;
	}
	return 0;
}

/* Collect the rows of the term. */
static int
collect(struct runner *runner, struct row_source *source,
    struct best_rows *rows, struct gantry_error *error)
{
	struct bytes prefix;
	bool is_accepted;
	int result;

	while ((result = row_source_next(source, error)) == 1) {
		if (count_row(runner->answering, error) == -1 ||
		    accept(runner, &is_accepted, error) == -1)
			return -1;
		if (!is_accepted)
			continue;
		prefix = bytes_of(&runner->key);
		prefix.length = runner->prefix;
		if (runner->plan->is_ordered_first &&
		    best_rows_end_before(rows, prefix))
			return 0;
		if (best_rows_add(rows, bytes_of(&runner->key), source->rank,
			error) == -1)
			return -1;
	}
	return result;
}

/* Note what is done, for people. */
static void
note_plan(struct answering *answering, const struct plan *plan, size_t term)
{
	if (!answering->wants_plan)
		return;
	if (term > 0)
		gantry_buffer_puts(&answering->statistics.plan, " or ");
	plan_describe(plan, &answering->statistics.plan);
}

/* Can the rows be counted without a look at any? */
static bool
is_countable(const struct runner *runner)
{
	const struct plan *plan = runner->plan;

	return runner->visit == NULL && runner->terms.count == 1 &&
	    plan->is_ordered && !plan->needs_document &&
	    plan->probe_count == 0 && runner->query->start.count == 0 &&
	    runner->query->end.count == 0 &&
	    (plan->is_by_rank ? plan->ranges.count <= 1
			      : plan->low <= 1 &&
			plan->high > store_last_rank(runner->answering->store));
}

static int
count_places(struct runner *runner, struct gantry_error *error)
{
	const struct leaf_ranges *ranges = &runner->plan->ranges;
	int64_t count;
	size_t i;

	/* A whole collection was counted when the cache was made. */
	if (runner->plan->field == NULL && runner->scope.count >= 0 &&
	    runner->plan->low <= 1 &&
	    runner->plan->high > store_last_rank(runner->answering->store)) {
		runner->found = runner->scope.count;
		if (runner->need >= 0 && runner->found > runner->need)
			runner->found = runner->need;
		return 0;
	}
	for (i = 0; i < ranges->count; i++) {
		if (store_count(runner->answering->store, &ranges->items[i],
			runner->need < 0 ? -1 : runner->need - runner->found,
			&count, error) == -1)
			return -1;
		runner->found += count;
	}
	return 0;
}

/* Run a term: answer it, or collect its rows if there are ROWS. */
static int
run_term(struct runner *runner, size_t term, struct best_rows *rows,
    struct gantry_error *error)
{
	const struct leaf_context context = {
		.query = runner->query,
		.scope = &runner->scope,
		.store = runner->answering->store,
	};
	struct row_source source = { .plan = NULL };
	struct plan plan;
	int result;

	if (plan_make(&plan, &runner->terms.items[term], &context, runner->need,
		error) == -1)
		return -1;
	note_plan(runner->answering, &plan, term);
	runner->term = &runner->terms.items[term];
	runner->plan = &plan;
	runner->source = &source;
	if (is_countable(runner))
		return count_places(runner, error);
	result =
	    row_source_open(&source, &plan, runner->answering->store, error);
	if (result == 0)
		result = runner->terms.count == 1 && plan.is_ordered
		    ? stream(runner, &source, error)
		    : collect(runner, &source, rows, error);
	row_source_close(&source);
	return result;
}

static int
answer_rows(
    struct runner *runner, struct best_rows *rows, struct gantry_error *error)
{
	size_t i;

	best_rows_sort(rows);
	for (i = 0; i < rows->count; i++) {
		runner->has_document = false;
		if (answer(runner, rows->items[i].rank, error) == -1)
			return -1;
	}
	return 0;
}

static int
run_terms(struct runner *runner, struct gantry_error *error)
{
	struct best_rows rows;
	int result = 0;
	size_t i;

	best_rows_init(&rows,
	    runner->need < 0 ? SIZE_MAX : (size_t)runner->need,
	    runner->answering->limits.memory);
	for (i = 0; i < runner->terms.count && result == 0; i++)
		result = run_term(runner, i, &rows, error);
	if (result == 0)
		result = answer_rows(runner, &rows, error);
	best_rows_clear(&rows);
	return result;
}

static int
prepare(struct runner *runner, struct gantry_error *error)
{
	struct query *query = runner->query;
	struct answering *answering = runner->answering;

	if (!query->is_resolved &&
	    position_resolve(query, answering->store, answering->origin.project,
		answering->origin.database, error) == -1)
		return -1;
	query->is_resolved = true;
	make_bound(runner, &query->start, &runner->bounds[0]);
	make_bound(runner, &query->end, &runner->bounds[1]);
	if (gantry_buffer_failed(&runner->bounds[0]) ||
	    gantry_buffer_failed(&runner->bounds[1]))
		return gantry_error_memory(error);
	if (scope_find(&runner->scope, query, answering->store, error) == -1)
		return -1;
	return terms_make(&runner->terms, query->where, &query->arena, error);
}

static void
clear(struct runner *runner)
{
	match_clear(&runner->match);
	gantry_buffer_clear(&runner->key);
	gantry_buffer_clear(&runner->bounds[0]);
	gantry_buffer_clear(&runner->bounds[1]);
}

static int
run_all(struct runner *runner, struct gantry_error *error)
{
	int result = prepare(runner, error);

	if (result == 0 && !runner->scope.is_empty && runner->need != 0)
		result = run_terms(runner, error);
	clear(runner);
	return result;
}

/* How many rows are wanted, with those to skip; -1: all. */
static int64_t
count_needed(const struct query *query, int64_t limit)
{
	if (limit < 0)
		return -1;
	if (limit == 0)
		return 0;
	return query->offset > INT64_MAX - limit ? -1 : query->offset + limit;
}

int
answer_query(struct answering *answering, struct query *query,
    query_visit *visit, void *argument, struct gantry_error *error)
{
	struct runner runner = {
		.answering = answering,
		.query = query,
		.visit = visit,
		.argument = argument,
		.need = count_needed(query, query->limit),
	};

	return run_all(&runner, error);
}

int
answer_keys(struct answering *answering, struct query *query,
    const struct query_keys *keys, struct gantry_error *error)
{
	struct runner runner = {
		.answering = answering,
		.query = query,
		.keys = keys,
		.visit = keys->visit,
		.argument = keys->argument,
		.need = count_needed(query, query->limit),
	};

	return run_all(&runner, error);
}

int
answer_count(struct answering *answering, struct query *query, int64_t up_to,
    int64_t *count, struct gantry_error *error)
{
	int64_t limit = query->limit;
	struct runner runner = {
		.answering = answering,
		.query = query,
	};
	int result;

	if (up_to >= 0 && (limit < 0 || up_to < limit))
		limit = up_to;
	runner.need = count_needed(query, limit);
	result = run_all(&runner, error);
	*count =
	    runner.found > query->offset ? runner.found - query->offset : 0;
	return result;
}

void
answering_clear(struct answering *answering)
{
	gantry_buffer_clear(&answering->statistics.plan);
}
