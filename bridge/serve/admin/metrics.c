/*
 * The status as metrics.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "serve/admin/application_metrics.h"
#include "serve/admin/metrics_writer.h"

static void
write_process(const struct metrics_writer *writer)
{
	static const struct metrics_family build = { "gantry_build", "info",
		NULL, "The version of gantry." };
	static const struct metrics_family start = {
		"gantry_start_time_seconds", "gauge", "seconds",
		"Start time of the master, since 1970."
	};
	static const struct metrics_family generation = {
		"gantry_configuration_generation", "gauge", NULL,
		"Number of the configuration; a reload adds 1."
	};
	static const struct metrics_family ready = { "gantry_ready", "gauge",
		NULL, "Whether gantry serves requests, as /readyz says." };
	const struct status *status = writer->status;

	metrics_begin(writer, &build);
	metrics_sample(writer, &build, "version", PACKAGE_VERSION);
	metrics_put(writer, 1);
	metrics_begin(writer, &start);
	metrics_sample(writer, &start, NULL, NULL);
	metrics_put_decimal(
	    writer, (int64_t)status->time * 1000 - status->uptime, 3);
	metrics_single(writer, &generation, status->master.generation);
	metrics_single(writer, &ready,
	    status_is_ready(status->master.phase, status->master.problem));
}

static void
write_states(const struct metrics_writer *writer)
{
	static const struct metrics_family workers = { "gantry_workers",
		"gauge", NULL, "Worker processes by state." };
	static const struct metrics_family threads = { "gantry_threads",
		"gauge", NULL, "Worker threads by phase." };
	const struct status *status = writer->status;
	int64_t counts[SCORE_DRAINING + 1] = { 0 };
	size_t i;
	int state;

	for (i = 0; i < status->worker_count; i++)
		counts[status->workers[i].state]++;
	metrics_begin(writer, &workers);
	for (state = SCORE_STARTING; state <= SCORE_DRAINING; state++) {
		metrics_sample(writer, &workers, "state",
		    status_state_name((enum score_state)state));
		metrics_put(writer, counts[state]);
	}
	metrics_begin(writer, &threads);
	for (state = SCORE_IDLE; state <= SCORE_WRITING; state++) {
		metrics_sample(writer, &threads, "phase",
		    status_thread_name((enum score_phase)state));
		metrics_put(writer, status->phases[state]);
	}
}

static void
write_latencies(const struct metrics_writer *writer)
{
	static const struct metrics_family latencies = {
		"gantry_request_duration_seconds", "histogram", "seconds",
		"Time from the last parameter to the end of a request."
	};
	const struct score_sums *totals = &writer->status->totals;
	struct gantry_buffer *buffer = writer->buffer;
	int64_t count = 0, limit;
	size_t i;

	metrics_begin(writer, &latencies);
	for (i = 0; i <= SCORE_BUCKETS; i++) {
		count += totals->latencies[i];
		limit = status_latency_limit(i);
		gantry_buffer_printf(buffer, "%s_bucket{le=\"", latencies.name);
		if (limit == 0)
			gantry_buffer_puts(buffer, "+Inf");
		else
			gantry_buffer_printf(buffer, "%" PRId64 ".%06" PRId64,
			    limit / 1000000, limit % 1000000);
		gantry_buffer_printf(buffer, "\"} %" PRId64 "\n", count);
	}
	gantry_buffer_printf(buffer, "%s_sum ", latencies.name);
	metrics_put_decimal(writer, totals->microseconds, 6);
	gantry_buffer_printf(buffer, "%s_count ", latencies.name);
	metrics_put(writer, count);
}

/* One sample, or one for each value of the counter's label. */
static void
write_counter(
    const struct metrics_writer *writer, const struct counter *counter)
{
	const int64_t *numbers =
	    &writer->status->totals.counters[counter->slot];
	const struct metrics_family family = { counter->metric, "counter",
		counter->unit, counter->help };
	size_t i;

	if (counter->values == NULL) {
		metrics_single(writer, &family, *numbers);
		return;
	}
	metrics_begin(writer, &family);
	for (i = 0; counter->values[i] != NULL; i++) {
		metrics_sample(
		    writer, &family, counter->label, counter->values[i]);
		metrics_put(writer, numbers[i]);
	}
}

/* Those with a label follow those without. */
static void
write_counters(const struct metrics_writer *writer)
{
	const struct counter *counter;

	for (counter = counters; counter < counters + counter_count; counter++)
		if (counter->label == NULL)
			write_counter(writer, counter);
	for (counter = counters; counter < counters + counter_count; counter++)
		if (counter->label != NULL)
			write_counter(writer, counter);
}

static void
write_requests(const struct metrics_writer *writer)
{
	static const struct metrics_family running = {
		"gantry_running_requests", "gauge", NULL,
		"Requests in progress."
	};
	static const struct metrics_family queued = { "gantry_queued_requests",
		"gauge", NULL, "Requests waiting for a thread." };
	static const struct metrics_family deferred = {
		"gantry_waiting_requests", "gauge", NULL,
		"Deferred requests that wait in no thread."
	};
	static const struct metrics_family connections = { "gantry_connections",
		"gauge", NULL, "Open connections from web servers." };
	static const struct metrics_family oldest = {
		"gantry_oldest_request_seconds", "gauge", "seconds",
		"Age of the oldest request in progress; 0: none."
	};
	const struct status *status = writer->status;
	int64_t open = 0, waiting = 0, without_thread = 0;
	size_t i;

	for (i = 0; i < status->worker_count; i++) {
		open += status->workers[i].connections;
		waiting += status->workers[i].queued;
		without_thread += status->workers[i].waiting;
	}
	metrics_single(writer, &running, (int64_t)status->request_total);
	metrics_single(writer, &queued, waiting);
	metrics_single(writer, &deferred, without_thread);
	metrics_single(writer, &connections, open);
	metrics_begin(writer, &oldest);
	metrics_sample(writer, &oldest, NULL, NULL);
	metrics_put_decimal(writer,
	    status->request_count > 0 ? status->requests[0].since : 0, 3);
}

/* One sample for each worker, labelled with its slot. */
static void
write_each_worker(const struct metrics_writer *writer,
    const struct metrics_family *family, size_t offset, int64_t first)
{
	const struct status *status = writer->status;
	char slot[16];
	int64_t value;
	size_t i;

	metrics_begin(writer, family);
	for (i = 0; i < status->worker_count; i++) {
		memcpy(&value, (const char *)&status->workers[i] + offset,
		    sizeof(value));
		snprintf(slot, sizeof(slot), "%u", status->workers[i].slot);
		metrics_sample(writer, family, "worker", slot);
		if (first == 0)
			metrics_put(writer, value);
		else
			metrics_put_decimal(writer, first - value, 3);
	}
}

static void
write_workers(const struct metrics_writer *writer)
{
	static const struct metrics_family memory = {
		"gantry_worker_resident_memory_bytes", "gauge", "bytes",
		"Resident memory of each worker, by slot."
	};
	static const struct metrics_family requests = {
		"gantry_worker_requests", "counter", NULL,
		"Requests served by each worker."
	};
	static const struct metrics_family start = {
		"gantry_worker_start_time_seconds", "gauge", "seconds",
		"Start time of each worker, since 1970."
	};

	write_each_worker(
	    writer, &memory, offsetof(struct status_worker, rss), 0);
	write_each_worker(
	    writer, &requests, offsetof(struct status_worker, requests), 0);
	write_each_worker(writer, &start, offsetof(struct status_worker, age),
	    (int64_t)writer->status->time * 1000);
}

static void
write_listeners(const struct metrics_writer *writer)
{
	static const struct metrics_family queue = { "gantry_listen_queue",
		"gauge", NULL, "Connections waiting to be accepted." };
	static const struct metrics_family limit = {
		"gantry_listen_queue_limit", "gauge", NULL,
		"Connections that may wait to be accepted."
	};
	static const struct metrics_family up = { "gantry_listener_up", "gauge",
		NULL,
		"1 while the socket accepts connections, 0 when it was shut "
		"down." };
	const struct status *status = writer->status;
	size_t i;

	metrics_begin(writer, &queue);
	for (i = 0; i < status->listener_count; i++) {
		if (status->listeners[i].waiting < 0)
			continue;
		metrics_sample(
		    writer, &queue, "address", status->listeners[i].name);
		metrics_put(writer, status->listeners[i].waiting);
	}
	metrics_begin(writer, &limit);
	for (i = 0; i < status->listener_count; i++) {
		if (status->listeners[i].most < 0)
			continue;
		metrics_sample(
		    writer, &limit, "address", status->listeners[i].name);
		metrics_put(writer, status->listeners[i].most);
	}
	metrics_begin(writer, &up);
	for (i = 0; i < status->listener_count; i++) {
		metrics_sample(
		    writer, &up, "address", status->listeners[i].name);
		metrics_put(writer, !status->listeners[i].is_dead);
	}
}

/* One sample for each job. */
static void
write_each_job(const struct metrics_writer *writer,
    const struct metrics_family *family,
    int64_t (*value)(const struct status_job *job), int digits)
{
	const struct status *status = writer->status;
	size_t i;

	metrics_begin(writer, family);
	for (i = 0; i < status->job_count; i++) {
		metrics_sample(writer, family, "job", status->jobs[i].name);
		if (digits == 0)
			metrics_put(writer, value(&status->jobs[i]));
		else
			metrics_put_decimal(
			    writer, value(&status->jobs[i]), digits);
	}
}

static int64_t
runs(const struct status_job *job)
{
	return job->state != MASTER_JOB_IDLE;
}

static int64_t
starts(const struct status_job *job)
{
	return job->starts;
}

static int64_t
failures(const struct status_job *job)
{
	return job->failures;
}

static int64_t
took(const struct status_job *job)
{
	return job->took >= 0 ? job->took : 0;
}

static void
write_jobs(const struct metrics_writer *writer)
{
	static const struct metrics_family running = { "gantry_job_running",
		"gauge", NULL, "Whether the job runs or is about to start." };
	static const struct metrics_family started = { "gantry_job_starts",
		"counter", NULL, "Starts of each job." };
	static const struct metrics_family failed = { "gantry_job_failures",
		"counter", NULL,
		"Runs of each job that failed or were stopped." };
	static const struct metrics_family last = {
		"gantry_job_last_duration_seconds", "gauge", "seconds",
		"Duration of the last run of each job; 0: none."
	};

	write_each_job(writer, &running, runs, 0);
	write_each_job(writer, &started, starts, 0);
	write_each_job(writer, &failed, failures, 0);
	write_each_job(writer, &last, took, 3);
}

static void
write_data_versions(const struct metrics_writer *writer)
{
	static const struct metrics_family threads = { "gantry_fact_threads",
		"gauge", NULL,
		"Threads by the data version of their application, such as "
		"the generation of its cache." };
	const struct status *status = writer->status;
	size_t i;

	metrics_begin(writer, &threads);
	for (i = 0; i < status->data_version_count; i++) {
		metrics_sample(
		    writer, &threads, "fact", status->data_versions[i].text);
		metrics_put(writer, status->data_versions[i].threads);
	}
}

void
status_write_metrics(
    struct gantry_buffer *buffer, const struct status *status, bool openmetrics)
{
	const struct metrics_writer writer = { buffer, status, openmetrics };

	write_process(&writer);
	write_states(&writer);
	write_requests(&writer);
	write_counters(&writer);
	write_latencies(&writer);
	metrics_write_routes(&writer);
	write_workers(&writer);
	write_listeners(&writer);
	write_data_versions(&writer);
	write_jobs(&writer);
	metrics_write_applications(&writer);
	metrics_write_processes(&writer);
	status_write_pool_metrics(buffer, status, openmetrics);
	if (openmetrics)
		gantry_buffer_puts(buffer, "# EOF\n");
}
