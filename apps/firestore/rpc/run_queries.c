/*
 * Queries and aggregations.
 */
#include <inttypes.h>
#include <jansson.h>
#include <string.h>

#include <gantry/clock.h>
#include <gantry/json.h>

#include "data/query/language/parse.h"
#include "data/query/language/read_query.h"
#include "firestore/rpc/methods.h"
#include "firestore/rpc/transaction.h"

struct query_call {
	struct run *run;
	struct name parent;
	struct query query;
	struct document_writer writer;
	/* The message in LINE waits for the next one, or the end. */
	bool has_message;
	bool has_skipped; /* skippedResults was told */
	bool explains, analyzes; /* explainOptions */
	bool was_stopped; /* the plan is known */
	int64_t began; /* milliseconds */
};

/* Append TEXT to the end of PATH, behind a slash; NULL without memory. */
static struct bytes
join(struct run *run, struct bytes path, struct bytes id)
{
	struct gantry_buffer text = { 0 };
	struct bytes result = { NULL, 0 };

	gantry_buffer_add(&text, path.data, path.length);
	if (path.length > 0)
		gantry_buffer_putc(&text, '/');
	gantry_buffer_add(&text, id.data, id.length);
	if (!gantry_buffer_failed(&text)) {
		result.length = text.length;
		result.data =
		    arena_strndup(&run->arena, text.data, text.length);
	}
	gantry_buffer_clear(&text);
	return result;
}

/* May the client ask QUERY, of a collection group or of all collections? */
static int
check_group(struct run *run, struct query *query)
{
	static const struct bytes root = { "", 0 };
	const struct access *access = run->service->options.access;
	const bool is_kindless = query->collection.length == 0;

	if (!access_group(
		access, query->parent, query->collection, is_kindless))
		return run_deny(run);
	query->is_confined =
	    !access_group(access, root, query->collection, is_kindless);
	return 0;
}

/* May the client ask QUERY?  Only its scope matters. */
static int
check_access(struct run *run, struct query *query)
{
	const struct access *access = run->service->options.access;
	struct bytes path;

	if (run->has_token)
		return 0;
	if (query->collection.length == 0 || query->has_descendants)
		return check_group(run, query);
	path = join(run, query->parent, query->collection);
	if (path.data == NULL)
		return run_fail(run, RPC_INTERNAL, "Internal error.");
	return access_list(access, path) ? 0 : run_deny(run);
}

static int
read_explain(struct query_call *call)
{
	static const char *const names[] = { "analyze", NULL };
	const json_t *options = parse_member(
	    call->run->request, "explainOptions", "explain_options");
	struct gantry_error error;

	if (options == NULL)
		return 0;
	call->explains = true;
	if (parse_object(options, "explain_options", names, &error) == -1 ||
	    parse_boolean(parse_member(options, "analyze", NULL), "analyze",
		&call->analyzes, &error) == -1)
		return run_fail_with(call->run, &error);
	return 0;
}

/* A projection applies to the field of the distance, too. */
static bool
selects_distance(const struct query *query)
{
	size_t i;

	for (i = 0; i < query->select_count; i++)
		if (query->select[i].count == 1 &&
		    bytes_compare(query->select[i].names[0],
			query->nearest.result_field) == 0)
			return true;
	return !query->has_select;
}

/* Read the parent and JSON, a StructuredQuery. */
static int
read_query(struct query_call *call, const json_t *json)
{
	struct run *run = call->run;
	struct gantry_error error;
	struct bytes text;

	if (request_text(run, "parent", NULL, &text) == -1 ||
	    request_read_parent(run, text, &call->parent) == -1)
		return -1;
	if (json == NULL)
		return run_fail(run, RPC_INVALID_ARGUMENT,
		    "only structured queries are supported");
	if (query_read(&call->query, call->parent.path, json, &error) == -1)
		return run_fail_with(run, &error);
	if (check_access(run, &call->query) == -1 ||
	    request_use_database(run, &call->parent) == -1)
		return -1;
	call->writer.origin = run->answering.origin;
	if (selects_distance(&call->query))
		call->writer.distance_name = call->query.nearest.result_field;
	if (call->query.has_select) {
		call->writer.fields = call->query.select;
		call->writer.field_count = call->query.select_count;
	}
	return 0;
}

/* Send the message that waits. */
static int
send_waiting(struct query_call *call)
{
	if (!call->has_message)
		return 0;
	call->has_message = false;
	gantry_buffer_putc(&call->run->line, '}');
	return run_send(call->run);
}

/* The first message says how many documents the offset skipped. */
static void
add_skipped(struct query_call *call)
{
	const int64_t skipped = call->run->answering.statistics.skipped;

	if (!call->has_skipped && skipped > 0)
		gantry_buffer_printf(
		    &call->run->line, ",\"skippedResults\":%" PRId64, skipped);
	call->has_skipped = true;
}

/* Implements query_visit. */
static int
add_document(void *argument, const struct store_document *document,
    struct gantry_error *error)
{
	struct query_call *call = argument;
	struct run *run = call->run;

	error->code = GANTRY_ERROR_HANGUP;
	if (call->explains && !call->analyzes) {
		call->was_stopped = true;
		return -1;
	}
	if (send_waiting(call) == -1)
		return -1;
	gantry_buffer_puts(&run->line, "{\"document\":");
	if (run_add_document(run, &call->writer, document) == -1)
		return -1;
	run_add_time(run, "\"readTime\"", run->read_time);
	add_skipped(call);
	call->has_message = true;
	return 0;
}

/* Implements query_nearest_visit. */
static int
add_nearest(void *argument, const struct store_document *document,
    double distance, struct gantry_error *error)
{
	struct query_call *call = argument;

	call->writer.distance = distance;
	return add_document(argument, document, error);
}

static int
answer(struct query_call *call)
{
	struct answering *answering = &call->run->answering;
	struct gantry_error error = { GANTRY_ERROR_NONE, "" };
	int result;

	if (call->query.nearest.distance != DISTANCE_NONE)
		result = answer_nearest(
		    answering, &call->query, add_nearest, call, &error);
	else
		result = answer_query(
		    answering, &call->query, add_document, call, &error);
	if (result == -1 && !call->was_stopped)
		return run_fail_with(call->run, &error);
	return 0;
}

static void
add_statistics(struct query_call *call, bool shows_work)
{
	struct gantry_buffer *line = &call->run->line;
	const struct query_statistics *statistics =
	    &call->run->answering.statistics;
	const int64_t time = gantry_clock_milliseconds() - call->began;

	gantry_buffer_printf(line,
	    ",\"executionStats\":{\"resultsReturned\":\"%" PRId64
	    "\",\"executionDuration\":\"%" PRId64 ".%03ds\","
	    "\"readOperations\":\"%" PRId64 "\"",
	    statistics->returned, time / 1000, (int)(time % 1000),
	    shows_work ? statistics->documents
		       : statistics->returned + statistics->skipped);
	if (shows_work)
		gantry_buffer_printf(line,
		    ",\"debugStats\":{\"index_entries_scanned\":\"%" PRId64
		    "\",\"documents_scanned\":\"%" PRId64 "\"}",
		    statistics->read, statistics->documents);
	gantry_buffer_putc(line, '}');
}

static void
add_plan(struct query_call *call)
{
	const struct gantry_buffer *plan =
	    &call->run->answering.statistics.plan;
	struct gantry_buffer *line = &call->run->line;

	gantry_buffer_puts(line, "\"indexesUsed\":[{\"query_scope\":");
	gantry_buffer_puts(line,
	    call->query.has_descendants ? "\"Collection group\""
					: "\"Collection\"");
	gantry_buffer_puts(line, ",\"properties\":");
	gantry_json_string(line, plan->data, plan->length);
	gantry_buffer_puts(line, "}]");
}

/*
 * Append "explainMetrics":{...}.  The plan and what was read depend on all
 * documents, so they are not for clients that some are hidden from.
 */
static void
add_metrics(struct query_call *call)
{
	const bool shows_work = run_may_read_all(call->run);
	struct gantry_buffer *line = &call->run->line;

	gantry_buffer_puts(line, "\"explainMetrics\":{\"planSummary\":{");
	if (shows_work)
		add_plan(call);
	gantry_buffer_putc(line, '}');
	if (call->analyzes)
		add_statistics(call, shows_work);
	gantry_buffer_putc(line, '}');
}

/* The last message says so. */
static int
finish(struct query_call *call)
{
	struct run *run = call->run;

	if (call->explains) {
		if (send_waiting(call) == -1)
			return -1;
		gantry_buffer_putc(&run->line, '{');
		add_metrics(call);
		/* Clients take a time for that of a result, though empty. */
		if (call->analyzes)
			run_add_time(run, "\"readTime\"", run->read_time);
	} else if (!call->has_message) {
		gantry_buffer_puts(&run->line, "{\"done\":true");
		run_add_time(run, "\"readTime\"", run->read_time);
	} else {
		gantry_buffer_puts(&run->line, ",\"done\":true");
	}
	gantry_buffer_putc(&run->line, '}');
	return run_send(run);
}

static struct query_call
call_of(struct run *run)
{
	struct query_call call = {
		.run = run,
		.began = gantry_clock_milliseconds(),
	};

	return call;
}

int
method_run_query(struct run *run)
{
	static const char *const names[] = { "parent", "structured_query",
		"transaction", "new_transaction", "read_time",
		"explain_options", NULL };
	const json_t *json =
	    parse_member(run->request, "structuredQuery", "structured_query");
	struct query_call call = call_of(run);
	int result = -1;

	if (request_check(run, names) == 0 && read_query(&call, json) == 0 &&
	    read_explain(&call) == 0 && transaction_read(run) == 0) {
		run->answering.wants_plan = call.explains;
		result = answer(&call) == 0 ? finish(&call) : -1;
	}
	query_clear(&call.query);
	return result;
}

static int
aggregate(struct query_call *call, const json_t *json)
{
	struct run *run = call->run;
	struct query_aggregations aggregations;
	struct gantry_error error;

	if (query_read_aggregations(
		&call->query, json, &aggregations, &error) == -1)
		return run_fail_with(run, &error);
	if (transaction_read(run) == -1)
		return -1;
	run->answering.wants_plan = call->explains;
	if (call->explains && !call->analyzes)
		return finish(call);
	gantry_buffer_puts(&run->line, "{\"result\":{\"aggregateFields\":");
	if (answer_aggregations(&run->answering, &call->query, &aggregations,
		&run->line, &error) == -1)
		return run_fail_with(run, &error);
	/* The one result of an aggregation is what Firestore counts. */
	run->answering.statistics.returned = 1;
	gantry_buffer_putc(&run->line, '}');
	run_add_time(run, "\"readTime\"", run->read_time);
	call->has_message = true;
	return finish(call);
}

int
method_run_aggregation_query(struct run *run)
{
	static const char *const names[] = { "parent",
		"structured_aggregation_query", "transaction",
		"new_transaction", "read_time", "explain_options", NULL };
	static const char *const inner[] = { "structured_query", "aggregations",
		NULL };
	const json_t *json = parse_member(run->request,
	    "structuredAggregationQuery", "structured_aggregation_query");
	struct query_call call = call_of(run);
	struct gantry_error error;
	int result = -1;

	if (request_check(run, names) == -1)
		return -1;
	if (json == NULL)
		return run_fail(run, RPC_INVALID_ARGUMENT,
		    "only structured aggregation queries are supported");
	if (parse_object(json, "structured_aggregation_query", inner, &error) ==
	    -1)
		return run_fail_with(run, &error);
	if (read_query(&call,
		parse_member(json, "structuredQuery", "structured_query")) ==
		0 &&
	    read_explain(&call) == 0)
		result =
		    aggregate(&call, parse_member(json, "aggregations", NULL));
	query_clear(&call.query);
	return result;
}
