/*
 * What all methods have in common: the cache, the deadline, the limits of an
 * answer, and failing.
 */
#include <inttypes.h>
#include <malloc.h>
#include <stdarg.h>
#include <stdio.h>
#include <time.h>

#include <gantry/clock.h>

#include "data/cache/db_trace.h"
#include "data/firestore/rest/rest.h"
#include "firestore/rpc/rpc_run.h"

/* For rows that are sorted: a worker with four threads stays below 16 MiB. */
#define SORT_MEMORY ((size_t)7 << 18)

/* After a call that took more, freed memory goes back to the system. */
#define TRIM_ROWS     10000
#define TRIM_ELEMENTS 500

#define DENIED "Missing or insufficient permissions."

static int64_t
now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_REALTIME, &time);
	return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

int
run_fail(struct run *run, enum rpc_code code, const char *format, ...)
{
	va_list arguments;

	run->code = code;
	gantry_buffer_reset(run->message);
	va_start(arguments, format);
	gantry_buffer_vprintf(run->message, format, arguments);
	va_end(arguments);
	return -1;
}

static void
note_fault(struct run *run, const char *text)
{
	struct rpc_service *service = run->service;

	snprintf(service->fault, sizeof(service->fault), "%s", text);
}

int
run_fail_with(struct run *run, const struct gantry_error *error)
{
	if (run->code != RPC_OK)
		return -1;
	switch (error->code) {
	case GANTRY_ERROR_INPUT:
		return run_fail(run, RPC_INVALID_ARGUMENT, "%s", error->text);
	case GANTRY_ERROR_LIMIT:
		return run_fail(run, RPC_RESOURCE_EXHAUSTED, "%s", error->text);
	case GANTRY_ERROR_BUSY:
		note_fault(run, error->text);
		return run_fail(run, RPC_DEADLINE_EXCEEDED,
		    "The query took too long; restrict it further.");
	case GANTRY_ERROR_UNAVAILABLE:
		note_fault(run, error->text);
		return run_fail(run, RPC_UNAVAILABLE,
		    "The data is not available at the moment; try again "
		    "later.");
	default:
		note_fault(run, error->text);
		return run_fail(run, RPC_INTERNAL, "Internal error.");
	}
}

int
run_deny(struct run *run)
{
	return run_fail(run, RPC_PERMISSION_DENIED, DENIED);
}

bool
run_may_read_all(const struct run *run)
{
	static const struct bytes none = { "", 0 };

	return run->has_token ||
	    access_group(run->service->options.access, none, none, true);
}

int
run_require_all(struct run *run)
{
	return run_may_read_all(run) ? 0 : run_deny(run);
}

/* Time that the client takes is not time that a query takes. */
static void
extend_deadline(struct run *run, int64_t began)
{
	if (run->deadline == 0 || run->call->deadline_ms > 0)
		return;
	run->deadline += gantry_clock_milliseconds() - began;
	db_set_deadline(run->service->cache.db, run->deadline);
}

int
run_send(struct run *run)
{
	const int64_t most = run->service->options.bytes;
	const int64_t began = gantry_clock_milliseconds();
	struct bytes message = { run->line.data, run->line.length };

	if (gantry_buffer_failed(&run->line))
		return run_fail(run, RPC_INTERNAL, "Internal error.");
	run->bytes += (int64_t)message.length;
	if (most > 0 && run->bytes > most)
		return run_fail(run, RPC_RESOURCE_EXHAUSTED,
		    "The answer has more than %" PRId64
		    " bytes; restrict the query further.",
		    most);
	if (run->call->send(run->call->argument, message) == -1)
		return run_fail(run, RPC_CANCELLED, "The client has left.");
	extend_deadline(run, began);
	gantry_buffer_reset(&run->line);
	return 0;
}

void
run_put_time(struct run *run, const char *name, int64_t time)
{
	gantry_buffer_puts(&run->line, name);
	gantry_buffer_putc(&run->line, ':');
	if (rest_add_timestamp(&run->line, time) == -1)
		rest_add_timestamp(&run->line, 0);
}

void
run_add_time(struct run *run, const char *name, int64_t time)
{
	gantry_buffer_putc(&run->line, ',');
	run_put_time(run, name, time);
}

int64_t
run_update_time(const struct run *run, const struct store_document *document)
{
	return document->update_time != 0 ? document->update_time
					  : run->service->known_time;
}

int
run_add_document(struct run *run, const struct document_writer *writer,
    const struct store_document *document)
{
	const int64_t most = run->service->options.documents;
	struct store_document shown = *document;

	if (most > 0 && ++run->documents > most)
		return run_fail(run, RPC_RESOURCE_EXHAUSTED,
		    "The answer has more than %" PRId64
		    " documents; restrict the query further.",
		    most);
	if (shown.create_time == 0)
		shown.create_time = run->service->known_time;
	shown.update_time = run_update_time(run, document);
	document_write(writer, &shown, &run->line);
	return 0;
}

/* Begin with the newest cache.  Returns 0 or -1. */
static int
begin(struct run *run)
{
	struct rpc_service *service = run->service;
	int64_t time = run->call->deadline_ms;
	struct gantry_error error;

	run->has_token = run->call->token.length > 0 &&
	    access_has_token(service->options.access, run->call->token);
	if (!run->has_token && !service->options.has_rules)
		return run_deny(run);
	if (rpc_service_refresh(service, &error) == -1)
		return run_fail_with(run, &error);
	if (service->options.timeout > 0 &&
	    (time <= 0 || time > service->options.timeout))
		time = service->options.timeout;
	if (time > 0)
		run->deadline = gantry_clock_milliseconds() + time;
	db_trace(service->cache.db, service->environ);
	db_set_deadline(service->cache.db, run->deadline);
	run->answering.store = service->store;
	run->answering.limits.rows = service->options.rows;
	run->answering.limits.memory = SORT_MEMORY;
	return 0;
}

/*
 * Many rows were sorted, or many names read: what a thread has freed stays with
 * it otherwise, and a worker has many threads.
 */
static void
trim(const struct run *run)
{
	if (run->answering.statistics.read > TRIM_ROWS ||
	    run->elements > TRIM_ELEMENTS)
		malloc_trim(0);
}

enum rpc_code
run_call(struct rpc_service *service, struct rpc_call *call,
    struct gantry_buffer *message, run_body *body)
{
	struct run run = {
		.service = service,
		.call = call,
		.request = call->request,
		.message = message,
		.read_time = now(),
	};

	arena_init(&run.arena);
	if (begin(&run) == 0 && body(&run) == -1 && run.code == RPC_OK)
		run_fail(&run, RPC_INTERNAL, "Internal error.");
	answering_clear(&run.answering);
	gantry_buffer_clear(&run.line);
	arena_clear(&run.arena);
	trim(&run);
	return run.code;
}
