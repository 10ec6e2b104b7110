/*
 * The status as a table for a terminal.  Bytes from clients are shown as
 * printable ASCII, so that they cannot control it.
 */
#include <inttypes.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/this_program.h"
#include "serve/admin/application_metrics.h"
#include "serve/admin/status.h"

#define BAR_WIDTH 40

/* "850 ms", "12.3 s", "4 min 10 s", "3 h 12 min", "9 d 4 h". */
static const char *
duration(char *text, size_t size, int64_t milliseconds)
{
	const int64_t seconds = milliseconds / 1000;

	if (seconds < 1)
		snprintf(text, size, "%d ms", (int)milliseconds);
	else if (seconds < 60)
		snprintf(text, size, "%d.%d s", (int)seconds,
		    (int)(milliseconds / 100 % 10));
	else if (seconds < 3600)
		snprintf(text, size, "%d min %d s", (int)(seconds / 60),
		    (int)(seconds % 60));
	else if (seconds < 86400)
		snprintf(text, size, "%d h %d min", (int)(seconds / 3600),
		    (int)(seconds / 60 % 60));
	else
		snprintf(text, size, "%" PRId64 " d %d h", seconds / 86400,
		    (int)(seconds / 3600 % 24));
	return text;
}

/* Microseconds as "64 us", "1.02 ms", "33.6 s". */
static const char *
latency(char *text, size_t size, int64_t microseconds)
{
	if (microseconds < 1000)
		snprintf(text, size, "%d us", (int)microseconds);
	else if (microseconds < 1000000)
		snprintf(text, size, "%.3g ms", (double)microseconds / 1000);
	else
		snprintf(text, size, "%.3g s", (double)microseconds / 1000000);
	return text;
}

/* "3 started, 1 died": the counters that LINE shows. */
static void
write_counters(struct gantry_buffer *buffer, const struct score_sums *totals,
    enum counter_line line)
{
	const struct counter *counter = counters;
	const char *separator = "";

	for (; counter < counters + counter_count; counter++) {
		if (counter->line != line)
			continue;
		gantry_buffer_printf(buffer, "%s%" PRId64 " %s", separator,
		    totals->counters[counter->slot], counter->text);
		separator = ", ";
	}
	gantry_buffer_putc(buffer, '\n');
}

static void
write_head(struct gantry_buffer *buffer, const struct status *status)
{
	const struct score_sums *totals = &status->totals;
	const int64_t *answers = &totals->counters[COUNTER_ANSWERS];
	char up[32], version[160];

	program_put_version(version, sizeof(version));
	gantry_buffer_printf(buffer,
	    "%s, master %ld: %s, up %s, configuration %u\n", version,
	    (long)status->pid, status_phase_name(status->master.phase),
	    duration(up, sizeof(up), status->uptime),
	    status->master.generation);
	gantry_buffer_printf(buffer,
	    "requests   %" PRId64 " served: %" PRId64 " 2xx, %" PRId64
	    " 3xx, %" PRId64 " 4xx, %" PRId64 " 5xx, %" PRId64 " cut; ",
	    totals->counters[COUNTER_REQUESTS], answers[2], answers[3],
	    answers[4], answers[5], answers[0]);
	write_counters(buffer, totals, COUNTER_LINE_REQUESTS);
	gantry_buffer_printf(
	    buffer, "workers    %zu run; ", status->worker_count);
	write_counters(buffer, totals, COUNTER_LINE_WORKERS);
}

static void
write_listeners(struct gantry_buffer *buffer, const struct status *status)
{
	const struct status_listener *listener = status->listeners;
	size_t i;

	for (i = 0; i < status->listener_count; i++, listener++) {
		gantry_buffer_puts(buffer, "listening  ");
		status_add_plain(buffer, listener->name);
		if (listener->waiting >= 0)
			gantry_buffer_printf(buffer,
			    ", %" PRId64 " of %" PRId64 " wait",
			    listener->waiting, listener->most);
		if (listener->is_dead)
			gantry_buffer_puts(buffer,
			    ", dead: it was shut down; reload to open it "
			    "again");
		if (status->master.has_sections)
			gantry_buffer_printf(buffer, ", pool %s",
			    status->pool_names[listener->pool]);
		gantry_buffer_putc(buffer, '\n');
	}
}

/* "pool       a: ready, static, 2 of 4 workers, 1 of 8 threads busy; ..." */
static void
write_pools(struct gantry_buffer *buffer, const struct status *status)
{
	const struct status_pool *pool = status->master.pools;
	struct status_pool_sums sums;
	const int64_t *counted;
	size_t i;

	if (!status->master.has_sections)
		return;
	for (i = 0; i < status->master.pool_count; i++, pool++) {
		status_sum_pool(status, pool, &sums);
		counted = status->pools[i].counters;
		gantry_buffer_printf(buffer,
		    "pool       %s: %s, %s, %u of %u workers, %u of %u threads "
		    "busy, %" PRId64 " queued; %" PRId64 " served, %" PRId64
		    " rejected, %" PRId64 " timed out, %" PRId64 " died",
		    pool->name, status_pool_state(pool), pool->kind,
		    sums.workers, pool->workers_max, sums.busy, sums.threads,
		    sums.queued, counted[COUNTER_REQUESTS],
		    counted[COUNTER_REJECTED], counted[COUNTER_TIMEOUTS],
		    counted[COUNTER_WORKERS_DIED]);
		if (pool->problem[0] != '\0') {
			gantry_buffer_puts(buffer, "; ");
			status_add_plain(buffer, pool->problem);
		}
		gantry_buffer_putc(buffer, '\n');
	}
}

static void
write_data_versions(struct gantry_buffer *buffer, const struct status *status)
{
	size_t i;

	for (i = 0; i < status->data_version_count; i++) {
		gantry_buffer_puts(buffer, "serving    ");
		status_add_plain(buffer, status->data_versions[i].text);
		gantry_buffer_printf(buffer, " (%u thread%s)\n",
		    status->data_versions[i].threads,
		    status->data_versions[i].threads == 1 ? "" : "s");
	}
}

/* "job        entities.images: running for 2.1 s as 4711; ..." */
static void
write_job(struct gantry_buffer *buffer, const struct status_job *job)
{
	char text[32];

	gantry_buffer_puts(buffer, "job        ");
	status_add_plain(buffer, job->name);
	gantry_buffer_printf(buffer, ": %s", status_job_name(job->state));
	if (job->state == MASTER_JOB_RUNNING)
		gantry_buffer_printf(buffer, " for %s as %ld",
		    duration(text, sizeof(text), job->age), (long)job->pid);
	if (job->took >= 0)
		gantry_buffer_printf(buffer, ", %s last time, in %s",
		    job->failed ? "failed" : "done",
		    duration(text, sizeof(text), job->took));
	gantry_buffer_printf(buffer,
	    "; %" PRId64 " started, %" PRId64 " failed\n", job->starts,
	    job->failures);
}

static void
write_jobs(struct gantry_buffer *buffer, const struct status *status)
{
	size_t i;

	for (i = 0; i < status->job_count; i++)
		write_job(buffer, &status->jobs[i]);
}

/* "last crash 3.2 s ago, signal 11 in worker 4711: GET /crash id 1234" */
static void
write_last_crash(struct gantry_buffer *buffer, const struct status *status)
{
	const struct score_crash *crash = &status->last_crash;
	const int64_t since = clock_milliseconds() - crash->at;
	char ago[32];
	unsigned i;

	if (crash->signal == 0)
		return;
	gantry_buffer_printf(buffer,
	    "last crash %s ago, signal %d in worker %ld",
	    duration(ago, sizeof(ago), since > 0 ? since : 0), crash->signal,
	    (long)crash->pid);
	if (crash->has_request) {
		gantry_buffer_puts(buffer, ": ");
		status_add_plain(buffer, crash->texts.method);
		gantry_buffer_putc(buffer, ' ');
		status_add_plain(buffer, crash->texts.target);
		gantry_buffer_puts(buffer, " id ");
		status_add_plain(buffer, crash->texts.id);
	}
	gantry_buffer_putc(buffer, '\n');
	for (i = 0; i < crash->stack_count; i++) {
		gantry_buffer_puts(buffer, "  ");
		status_add_plain(buffer, crash->stack[i]);
		gantry_buffer_putc(buffer, '\n');
	}
}

static void
write_workers(struct gantry_buffer *buffer, const struct status *status)
{
	const struct status_worker *worker = status->workers;
	char age[32], busy[32];
	size_t i;

	gantry_buffer_printf(buffer,
	    "\n%4s %7s %-8s %4s %11s %10s %9s %11s %6s %7s %7s%s\n", "SLOT",
	    "PID", "STATE", "CONF", "AGE", "REQUESTS", "MEMORY", "CONNECTIONS",
	    "QUEUED", "BUSY", "WAITING",
	    status->master.has_sections ? " POOL" : "");
	for (i = 0; i < status->worker_count; i++, worker++) {
		snprintf(
		    busy, sizeof(busy), "%u/%u", worker->busy, worker->threads);
		gantry_buffer_printf(buffer,
		    "%4u %7ld %-8s %4u %11s %10" PRId64 " %5.1f MiB %11" PRId64
		    " %6" PRId64 " %7s %7" PRId64 "%s%s\n",
		    worker->slot, (long)worker->pid,
		    status_state_name(worker->state), worker->generation,
		    duration(age, sizeof(age), worker->age), worker->requests,
		    (double)worker->rss / (1024 * 1024), worker->connections,
		    worker->queued, busy, worker->waiting,
		    status->master.has_sections ? " " : "",
		    status->master.has_sections
			? status->pool_names[worker->pool]
			: "");
	}
}

static void
write_request(
    struct gantry_buffer *buffer, const struct status_request *request)
{
	const struct score_texts *texts = &request->texts;
	char since[32];

	gantry_buffer_printf(buffer, "%7ld %7d %-7s %11s ", (long)request->pid,
	    request->tid, status_thread_name(request->phase),
	    duration(since, sizeof(since), request->since));
	status_add_plain(buffer, texts->method);
	gantry_buffer_putc(buffer, ' ');
	status_add_plain(buffer, texts->target);
	if (texts->id[0] != '\0') {
		gantry_buffer_puts(buffer, " id ");
		status_add_plain(buffer, texts->id);
	}
	if (texts->step[0] != '\0') {
		gantry_buffer_puts(buffer, "\n        at: ");
		status_add_plain(buffer, texts->step);
	}
	gantry_buffer_putc(buffer, '\n');
}

static void
write_requests(struct gantry_buffer *buffer, const struct status *status)
{
	size_t i;

	if (status->request_total == 0)
		return;
	gantry_buffer_printf(buffer, "\n%7s %7s %-7s %11s %s\n", "PID", "TID",
	    "PHASE", "SINCE", "REQUEST");
	for (i = 0; i < status->request_count; i++)
		write_request(buffer, &status->requests[i]);
	if (status->request_count < status->request_total)
		gantry_buffer_printf(buffer, "... and %zu more\n",
		    status->request_total - status->request_count);
}

/* The buckets between the first and the last non-empty one. */
static void
write_latencies(struct gantry_buffer *buffer, const struct score_sums *totals)
{
	const int64_t requests = totals->counters[COUNTER_REQUESTS];
	size_t first = 0, last = SCORE_BUCKETS, i;
	int64_t most = 0, count;
	char limit[32], mean[32];

	if (requests == 0)
		return;
	while (totals->latencies[first] == 0)
		first++;
	while (totals->latencies[last] == 0)
		last--;
	for (i = first; i <= last; i++)
		if (totals->latencies[i] > most)
			most = totals->latencies[i];
	gantry_buffer_printf(buffer, "\n%14s %10s  (mean %s)\n", "LATENCY",
	    "REQUESTS",
	    latency(mean, sizeof(mean), totals->microseconds / requests));
	for (i = first; i <= last; i++) {
		latency(limit, sizeof(limit),
		    status_latency_limit(i < SCORE_BUCKETS ? i : i - 1));
		count = totals->latencies[i];
		gantry_buffer_printf(buffer, "%5s %8s %10" PRId64 "%s%.*s\n",
		    i < SCORE_BUCKETS ? "below" : "from", limit, count,
		    count > 0 ? "  " : "",
		    (int)((count * BAR_WIDTH + most - 1) / most),
		    "########################################");
	}
}

void
status_write_text(struct gantry_buffer *buffer, const struct status *status)
{
	write_head(buffer, status);
	write_pools(buffer, status);
	write_listeners(buffer, status);
	write_data_versions(buffer, status);
	write_jobs(buffer, status);
	write_last_crash(buffer, status);
	write_workers(buffer, status);
	write_requests(buffer, status);
	write_latencies(buffer, &status->totals);
	status_write_metric_lines(buffer, status);
}
