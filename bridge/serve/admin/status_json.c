/*
 * The status as JSON.  Times are in seconds, sizes in bytes.
 */
#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include "base/clock.h"
#include "base/this_program.h"
#include "gantry/json.h"
#include "serve/admin/application_metrics.h"
#include "serve/admin/status.h"

/* A negative number means unknown, and becomes null. */
static void
put_known(struct gantry_json_writer *json, const char *name, int64_t value)
{
	if (value < 0)
		gantry_json_put_null(json, name);
	else
		gantry_json_put_integer(json, name, value);
}

/* VALUE has DIGITS digits after the point. */
static void
put_decimal(struct gantry_json_writer *json, const char *name, int64_t value,
    int digits)
{
	const int64_t one = digits == 3 ? 1000 : 1000000;
	char text[48];

	snprintf(text, sizeof(text), "%" PRId64 ".%0*" PRId64, value / one,
	    digits, value % one);
	gantry_json_put_raw(json, name, text);
}

static void
put_seconds(
    struct gantry_json_writer *json, const char *name, int64_t milliseconds)
{
	if (milliseconds < 0)
		gantry_json_put_null(json, name);
	else
		put_decimal(json, name, milliseconds, 3);
}

static void
put_times(struct gantry_json_writer *json, const struct status *status)
{
	time_t started = status->time - (time_t)(status->uptime / 1000);
	struct tm calendar;
	char date[32];

	gmtime_r(&started, &calendar);
	strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%SZ", &calendar);
	gantry_json_put_text(json, "started", date);
	put_seconds(json, "uptime", status->uptime);
}

/* One number, or one for each value of the counter's label. */
static void
put_counter(struct gantry_json_writer *json, const struct counter *counter,
    const int64_t *numbers)
{
	const char *const *value = counter->values;

	if (value == NULL) {
		gantry_json_put_integer(json, counter->member, *numbers);
		return;
	}
	gantry_json_begin_object(json, counter->member);
	for (; *value != NULL; value++)
		gantry_json_put_integer(json, *value, *numbers++);
	gantry_json_end(json);
}

static void
put_codes(struct gantry_json_writer *json, const struct score_sums *totals)
{
	char code[24];
	size_t i;

	gantry_json_begin_object(json, "codes");
	for (i = 0; i < SCORE_CODES; i++) {
		if (totals->codes[i] == 0)
			continue;
		snprintf(code, sizeof(code), "%zu", i + SCORE_CODE_FIRST);
		gantry_json_put_integer(json, code, totals->codes[i]);
	}
	gantry_json_end(json);
}

static void
put_totals(struct gantry_json_writer *json, const struct score_sums *totals)
{
	const struct counter *counter = counters;

	gantry_json_begin_object(json, "totals");
	for (; counter < counters + counter_count; counter++)
		put_counter(json, counter, &totals->counters[counter->slot]);
	put_codes(json, totals);
	gantry_json_end(json);
}

static void
put_routes(struct gantry_json_writer *json, const struct route_sums *routes)
{
	const struct route_sum *route = routes->items;
	size_t i, class;

	gantry_json_begin_array(json, "routes");
	for (i = 0; i < routes->count; i++, route++) {
		if (route_sum_requests(route) == 0)
			continue;
		gantry_json_begin_object(json, NULL);
		gantry_json_put_text(json, "mount", route->mount);
		gantry_json_put_text(json, "route", route->template);
		gantry_json_put_integer(
		    json, "requests", route_sum_requests(route));
		gantry_json_begin_object(json, "answers");
		for (class = 0; class < SCORE_CLASSES; class ++)
			gantry_json_put_integer(json, counter_classes[class],
			    route->answers[class]);
		gantry_json_end(json);
		put_decimal(json, "seconds", route->microseconds, 6);
		gantry_json_put_integer(json, "body_bytes", route->bytes);
		gantry_json_end(json);
	}
	gantry_json_end(json);
}

static void
put_latencies(struct gantry_json_writer *json, const struct score_sums *totals)
{
	int64_t limit;
	size_t i;

	gantry_json_begin_object(json, "latencies");
	put_decimal(json, "sum", totals->microseconds, 6);
	gantry_json_begin_array(json, "buckets");
	for (i = 0; i <= SCORE_BUCKETS; i++) {
		limit = status_latency_limit(i);
		gantry_json_begin_object(json, NULL);
		if (limit == 0)
			gantry_json_put_null(json, "below");
		else
			put_decimal(json, "below", limit, 6);
		gantry_json_put_integer(json, "requests", totals->latencies[i]);
		gantry_json_end(json);
	}
	gantry_json_end(json);
	gantry_json_end(json);
}

/* The name of the pool with NUMBER, if there are several. */
static void
put_pool_name(struct gantry_json_writer *json, const struct status *status,
    unsigned number)
{
	if (status->master.has_sections)
		gantry_json_put_text(json, "pool", status->pool_names[number]);
}

static void
put_listeners(struct gantry_json_writer *json, const struct status *status)
{
	const struct status_listener *listener = status->listeners;
	size_t i;

	gantry_json_begin_array(json, "listeners");
	for (i = 0; i < status->listener_count; i++, listener++) {
		gantry_json_begin_object(json, NULL);
		gantry_json_put_text(json, "address", listener->name);
		put_known(json, "queue", listener->waiting);
		put_known(json, "queue_limit", listener->most);
		gantry_json_put_boolean(json, "dead", listener->is_dead);
		put_pool_name(json, status, listener->pool);
		gantry_json_end(json);
	}
	gantry_json_end(json);
}

static void
put_data_versions(struct gantry_json_writer *json, const struct status *status)
{
	const struct status_data_version *version = status->data_versions;
	size_t i;

	gantry_json_begin_array(json, "facts");
	for (i = 0; i < status->data_version_count; i++, version++) {
		gantry_json_begin_object(json, NULL);
		gantry_json_put_text(json, "fact", version->text);
		gantry_json_put_integer(json, "threads", version->threads);
		gantry_json_end(json);
	}
	gantry_json_end(json);
}

static void
put_last_crash(struct gantry_json_writer *json, const struct status *status)
{
	const struct score_crash *crash = &status->last_crash;
	const int64_t since = clock_milliseconds() - crash->at;
	unsigned i;

	if (crash->signal == 0) {
		gantry_json_put_null(json, "last_crash");
		return;
	}
	gantry_json_begin_object(json, "last_crash");
	gantry_json_put_integer(json, "signal", crash->signal);
	put_seconds(json, "since", since > 0 ? since : 0);
	gantry_json_put_integer(json, "pid", crash->pid);
	put_known(json, "tid", crash->tid != 0 ? crash->tid : -1);
	if (crash->has_request) {
		gantry_json_put_text(json, "method", crash->texts.method);
		gantry_json_put_text(json, "target", crash->texts.target);
		gantry_json_put_text(json, "id", crash->texts.id);
	}
	gantry_json_begin_array(json, "stack");
	for (i = 0; i < crash->stack_count; i++)
		gantry_json_put_text(json, NULL, crash->stack[i]);
	gantry_json_end(json);
	gantry_json_end(json);
}

static void
put_jobs(struct gantry_json_writer *json, const struct status *status)
{
	const struct status_job *job = status->jobs;
	size_t i;

	gantry_json_begin_array(json, "jobs");
	for (i = 0; i < status->job_count; i++, job++) {
		gantry_json_begin_object(json, NULL);
		gantry_json_put_text(json, "job", job->name);
		gantry_json_put_text(
		    json, "state", status_job_name(job->state));
		put_known(json, "pid", job->pid != 0 ? job->pid : -1);
		put_seconds(json, "since", job->age);
		put_seconds(json, "last_duration", job->took);
		gantry_json_put_boolean(json, "last_failed", job->failed);
		gantry_json_put_integer(json, "starts", job->starts);
		gantry_json_put_integer(json, "failures", job->failures);
		gantry_json_end(json);
	}
	gantry_json_end(json);
}

static void
put_workers(struct gantry_json_writer *json, const struct status *status)
{
	const struct status_worker *worker = status->workers;
	size_t i;

	gantry_json_begin_array(json, "workers");
	for (i = 0; i < status->worker_count; i++, worker++) {
		gantry_json_begin_object(json, NULL);
		gantry_json_put_integer(json, "slot", worker->slot);
		gantry_json_put_integer(json, "pid", worker->pid);
		gantry_json_put_text(
		    json, "state", status_state_name(worker->state));
		gantry_json_put_integer(
		    json, "configuration", worker->generation);
		put_seconds(json, "age", worker->age);
		gantry_json_put_integer(json, "requests", worker->requests);
		gantry_json_put_integer(json, "rss_bytes", worker->rss);
		gantry_json_put_integer(
		    json, "connections", worker->connections);
		gantry_json_put_integer(json, "queued", worker->queued);
		gantry_json_put_integer(json, "waiting", worker->waiting);
		gantry_json_put_integer(json, "threads", worker->threads);
		gantry_json_put_integer(json, "busy", worker->busy);
		put_pool_name(json, status, worker->pool);
		gantry_json_end(json);
	}
	gantry_json_end(json);
}

/* A pool, with what its workers have counted in TOTALS. */
static void
put_pool(struct gantry_json_writer *json, const struct status *status,
    const struct status_pool *pool, const struct score_sums *totals)
{
	struct status_pool_sums sums;

	status_sum_pool(status, pool, &sums);
	gantry_json_begin_object(json, NULL);
	gantry_json_put_text(json, "pool", pool->name);
	gantry_json_put_text(json, "state", status_pool_state(pool));
	if (pool->problem[0] == '\0')
		gantry_json_put_null(json, "problem");
	else
		gantry_json_put_text(json, "problem", pool->problem);
	gantry_json_put_text(json, "kind", pool->kind);
	gantry_json_put_integer(json, "workers_limit", pool->workers_max);
	gantry_json_put_integer(json, "workers", sums.workers);
	gantry_json_put_integer(json, "threads", sums.threads);
	gantry_json_put_integer(json, "busy", sums.busy);
	gantry_json_put_integer(json, "connections", sums.connections);
	gantry_json_put_integer(json, "queued", sums.queued);
	gantry_json_put_integer(json, "waiting", sums.waiting);
	put_known(json, "queue", sums.listen_queue);
	put_totals(json, totals);
	put_latencies(json, totals);
	gantry_json_end(json);
}

static void
put_pools(struct gantry_json_writer *json, const struct status *status)
{
	const struct status_master *master = &status->master;
	size_t i;

	gantry_json_begin_array(json, "pools");
	for (i = 0; i < master->pool_count; i++)
		put_pool(json, status, &master->pools[i], &status->pools[i]);
	gantry_json_end(json);
}

static void
put_requests(struct gantry_json_writer *json, const struct status *status)
{
	const struct status_request *request = status->requests;
	size_t i;

	gantry_json_put_integer(
	    json, "request_count", (int64_t)status->request_total);
	gantry_json_begin_array(json, "requests");
	for (i = 0; i < status->request_count; i++, request++) {
		gantry_json_begin_object(json, NULL);
		gantry_json_put_integer(json, "slot", request->slot);
		gantry_json_put_integer(json, "pid", request->pid);
		gantry_json_put_integer(json, "tid", request->tid);
		gantry_json_put_text(
		    json, "phase", status_thread_name(request->phase));
		put_seconds(json, "since", request->since);
		put_seconds(json, "silent", request->silent);
		gantry_json_put_text(json, "method", request->texts.method);
		gantry_json_put_text(json, "target", request->texts.target);
		gantry_json_put_text(json, "id", request->texts.id);
		gantry_json_put_text(json, "step", request->texts.step);
		put_pool_name(json, status, request->pool);
		gantry_json_end(json);
	}
	gantry_json_end(json);
}

void
status_write_json(struct gantry_buffer *buffer, const struct status *status)
{
	struct gantry_json_writer json;

	gantry_json_writer_init(&json, buffer);
	gantry_json_begin_object(&json, NULL);
	gantry_json_put_text(&json, "version", PACKAGE_VERSION);
	gantry_json_put_integer(&json, "pid", status->pid);
	gantry_json_put_text(
	    &json, "state", status_phase_name(status->master.phase));
	gantry_json_put_integer(
	    &json, "configuration", status->master.generation);
	put_times(&json, status);
	put_totals(&json, &status->totals);
	put_latencies(&json, &status->totals);
	put_routes(&json, status->routes);
	status_put_metrics(&json, &status->metrics);
	put_listeners(&json, status);
	put_data_versions(&json, status);
	put_jobs(&json, status);
	put_last_crash(&json, status);
	put_workers(&json, status);
	put_requests(&json, status);
	put_pools(&json, status);
	gantry_json_begin_object(&json, "program");
	gantry_json_put_text(&json, "name", program_name());
	gantry_json_put_text(&json, "version", program_version());
	gantry_json_end(&json);
	gantry_json_end(&json);
	gantry_buffer_putc(buffer, '\n');
}
