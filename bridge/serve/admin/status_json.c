/*
 * The status as JSON, for programs: every time in seconds, every size in bytes.
 */
#include <inttypes.h>
#include <time.h>

#include "gantry/json.h"
#include "serve/admin/status.h"

static void
key(struct gantry_buffer *buffer, const char *name)
{
	if (buffer->length > 0 && buffer->data[buffer->length - 1] != '{')
		gantry_buffer_putc(buffer, ',');
	gantry_buffer_printf(buffer, "\"%s\":", name);
}

static void
integer(struct gantry_buffer *buffer, const char *name, int64_t value)
{
	key(buffer, name);
	gantry_json_integer(buffer, value);
}

/* An unknown number is null. */
static void
maybe(struct gantry_buffer *buffer, const char *name, int64_t value)
{
	key(buffer, name);
	if (value < 0)
		gantry_buffer_puts(buffer, "null");
	else
		gantry_json_integer(buffer, value);
}

static void
text(struct gantry_buffer *buffer, const char *name, const char *value)
{
	key(buffer, name);
	gantry_json_text(buffer, value);
}

static void
seconds(struct gantry_buffer *buffer, const char *name, int64_t milliseconds)
{
	key(buffer, name);
	if (milliseconds < 0)
		gantry_buffer_puts(buffer, "null");
	else
		gantry_buffer_printf(buffer, "%" PRId64 ".%03" PRId64,
		    milliseconds / 1000, milliseconds % 1000);
}

static void
write_times(struct gantry_buffer *buffer, const struct status *status)
{
	time_t started = status->time - (time_t)(status->uptime / 1000);
	struct tm calendar;
	char date[32];

	gmtime_r(&started, &calendar);
	strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%SZ", &calendar);
	text(buffer, "started", date);
	seconds(buffer, "uptime", status->uptime);
}

/* One number for each value of the label. */
static void
write_values(struct gantry_buffer *buffer, const struct counter *counter,
    const int64_t *numbers)
{
	const char *const *value = counter->values;

	key(buffer, counter->member);
	gantry_buffer_putc(buffer, '{');
	for (; *value != NULL; value++)
		integer(buffer, *value, *numbers++);
	gantry_buffer_putc(buffer, '}');
}

static void
write_totals(struct gantry_buffer *buffer, const struct status_totals *totals)
{
	const struct counter *counter = counters;

	key(buffer, "totals");
	gantry_buffer_putc(buffer, '{');
	for (; counter < counters + counter_count; counter++)
		if (counter->values != NULL)
			write_values(
			    buffer, counter, &totals->counters[counter->slot]);
		else
			integer(buffer, counter->member,
			    totals->counters[counter->slot]);
	gantry_buffer_putc(buffer, '}');
}

static void
write_latencies(
    struct gantry_buffer *buffer, const struct status_totals *totals)
{
	int64_t limit;
	size_t i;

	key(buffer, "latencies");
	gantry_buffer_puts(buffer, "{\"sum\":");
	gantry_buffer_printf(buffer, "%" PRId64 ".%06" PRId64,
	    totals->microseconds / 1000000, totals->microseconds % 1000000);
	gantry_buffer_puts(buffer, ",\"buckets\":[");
	for (i = 0; i <= SCORE_BUCKETS; i++) {
		limit = status_latency_limit(i);
		gantry_buffer_puts(
		    buffer, i > 0 ? ",{\"below\":" : "{\"below\":");
		if (limit == 0)
			gantry_buffer_puts(buffer, "null");
		else
			gantry_buffer_printf(buffer, "%" PRId64 ".%06" PRId64,
			    limit / 1000000, limit % 1000000);
		integer(buffer, "requests", totals->latencies[i]);
		gantry_buffer_putc(buffer, '}');
	}
	gantry_buffer_puts(buffer, "]}");
}

static void
write_listeners(struct gantry_buffer *buffer, const struct status *status)
{
	const struct status_listener *listener = status->listeners;
	size_t i;

	key(buffer, "listeners");
	gantry_buffer_putc(buffer, '[');
	for (i = 0; i < status->listener_count; i++, listener++) {
		gantry_buffer_puts(buffer, i > 0 ? ",{" : "{");
		text(buffer, "address", listener->name);
		maybe(buffer, "queue", listener->waiting);
		maybe(buffer, "queue_limit", listener->most);
		gantry_buffer_putc(buffer, '}');
	}
	gantry_buffer_putc(buffer, ']');
}

static void
write_facts(struct gantry_buffer *buffer, const struct status *status)
{
	size_t i;

	key(buffer, "facts");
	gantry_buffer_putc(buffer, '[');
	for (i = 0; i < status->fact_count; i++) {
		gantry_buffer_puts(buffer, i > 0 ? ",{" : "{");
		text(buffer, "fact", status->facts[i].text);
		integer(buffer, "threads", status->facts[i].threads);
		gantry_buffer_putc(buffer, '}');
	}
	gantry_buffer_putc(buffer, ']');
}

static void
write_jobs(struct gantry_buffer *buffer, const struct status *status)
{
	const struct status_job *job = status->jobs;
	size_t i;

	key(buffer, "jobs");
	gantry_buffer_putc(buffer, '[');
	for (i = 0; i < status->job_count; i++, job++) {
		gantry_buffer_puts(buffer, i > 0 ? ",{" : "{");
		text(buffer, "job", job->name);
		text(buffer, "state", status_job_name(job->state));
		maybe(buffer, "pid", job->pid != 0 ? job->pid : -1);
		seconds(buffer, "since", job->age);
		seconds(buffer, "last_duration", job->took);
		key(buffer, "last_failed");
		gantry_buffer_puts(buffer, job->failed ? "true" : "false");
		integer(buffer, "starts", job->starts);
		integer(buffer, "failures", job->failures);
		gantry_buffer_putc(buffer, '}');
	}
	gantry_buffer_putc(buffer, ']');
}

static void
write_workers(struct gantry_buffer *buffer, const struct status *status)
{
	const struct status_worker *worker = status->workers;
	size_t i;

	key(buffer, "workers");
	gantry_buffer_putc(buffer, '[');
	for (i = 0; i < status->worker_count; i++, worker++) {
		gantry_buffer_puts(buffer, i > 0 ? ",{" : "{");
		integer(buffer, "slot", worker->slot);
		integer(buffer, "pid", worker->pid);
		text(buffer, "state", status_state_name(worker->state));
		integer(buffer, "configuration", worker->generation);
		seconds(buffer, "age", worker->age);
		integer(buffer, "requests", worker->requests);
		integer(buffer, "rss_bytes", worker->rss);
		integer(buffer, "connections", worker->connections);
		integer(buffer, "queued", worker->queued);
		integer(buffer, "threads", worker->threads);
		integer(buffer, "busy", worker->busy);
		gantry_buffer_putc(buffer, '}');
	}
	gantry_buffer_putc(buffer, ']');
}

static void
write_requests(struct gantry_buffer *buffer, const struct status *status)
{
	const struct status_request *request = status->requests;
	size_t i;

	integer(buffer, "request_count", (int64_t)status->request_total);
	key(buffer, "requests");
	gantry_buffer_putc(buffer, '[');
	for (i = 0; i < status->request_count; i++, request++) {
		gantry_buffer_puts(buffer, i > 0 ? ",{" : "{");
		integer(buffer, "slot", request->slot);
		integer(buffer, "pid", request->pid);
		integer(buffer, "tid", request->tid);
		text(buffer, "phase", status_thread_name(request->phase));
		seconds(buffer, "since", request->since);
		seconds(buffer, "silent", request->silent);
		text(buffer, "method", request->texts.method);
		text(buffer, "target", request->texts.target);
		text(buffer, "id", request->texts.id);
		text(buffer, "step", request->texts.step);
		gantry_buffer_putc(buffer, '}');
	}
	gantry_buffer_putc(buffer, ']');
}

void
status_write_json(struct gantry_buffer *buffer, const struct status *status)
{
	gantry_buffer_putc(buffer, '{');
	text(buffer, "version", PACKAGE_VERSION);
	integer(buffer, "pid", status->pid);
	text(buffer, "state", status_phase_name(status->master.phase));
	integer(buffer, "configuration", status->master.generation);
	write_times(buffer, status);
	write_totals(buffer, &status->totals);
	write_latencies(buffer, &status->totals);
	write_listeners(buffer, status);
	write_facts(buffer, status);
	write_jobs(buffer, status);
	write_workers(buffer, status);
	write_requests(buffer, status);
	gantry_buffer_puts(buffer, "}\n");
}
