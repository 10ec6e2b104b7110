/*
 * The metrics of each pool, with the label pool, such as gantry_pool_ready.
 * Their names are those of the metrics of all pools with gantry_pool_ in the
 * place of gantry_, so that a sum over all samples of a name counts nothing
 * twice.
 */
#include <inttypes.h>
#include <string.h>

#include "serve/admin/status.h"

#define ALL  "gantry_"
#define POOL "gantry_pool_"

struct writer {
	struct gantry_buffer *buffer;
	const struct status *status;
	bool openmetrics;
};

struct family {
	const char *name; /* after the prefix */
	const char *type;
	const char *unit; /* NULL: none */
	const char *help;
};

static void
begin(const struct writer *writer, const struct family *family)
{
	struct gantry_buffer *buffer = writer->buffer;
	const char *end = "";

	if (!writer->openmetrics && strcmp(family->type, "counter") == 0)
		end = "_total";
	gantry_buffer_printf(buffer,
	    "# HELP " POOL "%s%s %s\n# TYPE " POOL "%s%s %s\n", family->name,
	    end, family->help, family->name, end, family->type);
	if (writer->openmetrics && family->unit != NULL)
		gantry_buffer_printf(buffer, "# UNIT " POOL "%s %s\n",
		    family->name, family->unit);
}

/* A label beside the pool; the name is NULL for none. */
struct label {
	const char *name, *value;
};

static void
sample(const struct writer *writer, const struct family *family,
    const struct status_pool *pool, const struct label *label)
{
	struct gantry_buffer *buffer = writer->buffer;

	/* Names of pools need no escaping. */
	gantry_buffer_printf(buffer, POOL "%s%s{pool=\"%s\"", family->name,
	    strcmp(family->type, "counter") == 0 ? "_total" : "", pool->name);
	if (label->name != NULL)
		gantry_buffer_printf(
		    buffer, ",%s=\"%s\"", label->name, label->value);
	gantry_buffer_puts(buffer, "} ");
}

static void
put(const struct writer *writer, int64_t value)
{
	gantry_buffer_printf(writer->buffer, "%" PRId64 "\n", value);
}

static void
put_decimal(const struct writer *writer, int64_t value, int digits)
{
	const int64_t one = digits == 3 ? 1000 : 1000000;

	gantry_buffer_printf(writer->buffer, "%" PRId64 ".%0*" PRId64 "\n",
	    value / one, digits, value % one);
}

static void
write_counter(const struct writer *writer, const struct counter *counter)
{
	static const char *const one[] = { "", NULL };
	const char *const *values =
	    counter->values != NULL ? counter->values : one;
	const struct family family = { counter->metric + strlen(ALL), "counter",
		counter->unit, counter->help };
	const struct status *status = writer->status;
	struct label label = { counter->label, NULL };
	size_t i, j;

	begin(writer, &family);
	for (i = 0; i < status->master.pool_count; i++) {
		for (j = 0; values[j] != NULL; j++) {
			label.value = values[j];
			sample(
			    writer, &family, &status->master.pools[i], &label);
			put(writer,
			    status->pools[i].counters[counter->slot + j]);
		}
	}
}

/* Lines that logs lost belong to no pool. */
static void
write_counters(const struct writer *writer)
{
	const struct counter *counter = counters;

	for (; counter < counters + counter_count; counter++)
		if (counter->slot != COUNTER_LOG_LINES_LOST)
			write_counter(writer, counter);
}

static void
write_histogram(const struct writer *writer, const char *name,
    const struct score_sums *totals)
{
	struct gantry_buffer *buffer = writer->buffer;
	const char *const metric = POOL "request_duration_seconds";
	int64_t count = 0, limit;
	size_t i;

	for (i = 0; i <= SCORE_BUCKETS; i++) {
		count += totals->latencies[i];
		limit = status_latency_limit(i);
		gantry_buffer_printf(
		    buffer, "%s_bucket{pool=\"%s\",le=\"", metric, name);
		if (limit == 0)
			gantry_buffer_puts(buffer, "+Inf");
		else
			gantry_buffer_printf(buffer, "%" PRId64 ".%06" PRId64,
			    limit / 1000000, limit % 1000000);
		gantry_buffer_printf(buffer, "\"} %" PRId64 "\n", count);
	}
	gantry_buffer_printf(buffer, "%s_sum{pool=\"%s\"} ", metric, name);
	put_decimal(writer, totals->microseconds, 6);
	gantry_buffer_printf(buffer, "%s_count{pool=\"%s\"} ", metric, name);
	put(writer, count);
}

static void
write_latencies(const struct writer *writer)
{
	static const struct family latencies = { "request_duration_seconds",
		"histogram", "seconds",
		"Time from the last parameter to the end of a request." };
	const struct status_master *master = &writer->status->master;
	size_t i;

	begin(writer, &latencies);
	for (i = 0; i < master->pool_count; i++)
		write_histogram(
		    writer, master->pools[i].name, &writer->status->pools[i]);
}

static void
write_states(const struct writer *writer)
{
	static const struct family workers = { "workers", "gauge", NULL,
		"Worker processes by state." };
	const struct status *status = writer->status;
	struct label label = { "state", NULL };
	struct status_pool_sums sums;
	size_t i;
	int state;

	begin(writer, &workers);
	for (i = 0; i < status->master.pool_count; i++) {
		status_sum_pool(status, &status->master.pools[i], &sums);
		for (state = SCORE_STARTING; state <= SCORE_DRAINING; state++) {
			label.value =
			    status_state_name((enum score_state)state);
			sample(
			    writer, &workers, &status->master.pools[i], &label);
			put(writer, sums.states[state]);
		}
	}
}

/* A number of each pool. */
typedef int64_t number(
    const struct status_pool *pool, const struct status_pool_sums *sums);

static int64_t
ready(const struct status_pool *pool, const struct status_pool_sums *sums)
{
	(void)sums;
	return !pool->is_failing && status_is_ready(pool->phase, pool->problem);
}

static int64_t
limit_of(const struct status_pool *pool, const struct status_pool_sums *sums)
{
	(void)sums;
	return pool->workers_max;
}

static int64_t
running(const struct status_pool *pool, const struct status_pool_sums *sums)
{
	(void)pool;
	return sums->busy;
}

static int64_t
threads(const struct status_pool *pool, const struct status_pool_sums *sums)
{
	(void)pool;
	return sums->threads;
}

static int64_t
queued(const struct status_pool *pool, const struct status_pool_sums *sums)
{
	(void)pool;
	return sums->queued;
}

static int64_t
waiting(const struct status_pool *pool, const struct status_pool_sums *sums)
{
	(void)pool;
	return sums->waiting;
}

static int64_t
connections(const struct status_pool *pool, const struct status_pool_sums *sums)
{
	(void)pool;
	return sums->connections;
}

static int64_t
listen_queue(
    const struct status_pool *pool, const struct status_pool_sums *sums)
{
	(void)pool;
	return sums->listen_queue;
}

static int64_t
oldest(const struct status_pool *pool, const struct status_pool_sums *sums)
{
	(void)pool;
	return sums->oldest;
}

/* Of the milliseconds, the metric has seconds.  -1: unknown, and left out. */
static const struct {
	struct family family;
	number *get;
} gauges[] = {
	{ { "ready", "gauge", NULL, "Whether the pool serves requests." },
	    ready },
	{ { "workers_limit", "gauge", NULL,
	      "The most workers that the pool may have." },
	    limit_of },
	{ { "threads", "gauge", NULL, "Worker threads." }, threads },
	{ { "running_requests", "gauge", NULL, "Requests in progress." },
	    running },
	{ { "queued_requests", "gauge", NULL,
	      "Requests waiting for a thread." },
	    queued },
	{ { "waiting_requests", "gauge", NULL,
	      "Deferred requests that wait in no thread." },
	    waiting },
	{ { "connections", "gauge", NULL,
	      "Open connections from web servers." },
	    connections },
	{ { "listen_queue", "gauge", NULL,
	      "Connections waiting to be accepted." },
	    listen_queue },
	{ { "oldest_request_seconds", "gauge", "seconds",
	      "Age of the oldest request in progress; 0: none." },
	    oldest },
};

static void
write_gauge(
    const struct writer *writer, const struct family *family, number *get)
{
	static const struct label none;
	const struct status *status = writer->status;
	const struct status_pool *pool = status->master.pools;
	struct status_pool_sums sums;
	int64_t value;
	size_t i;

	begin(writer, family);
	for (i = 0; i < status->master.pool_count; i++, pool++) {
		status_sum_pool(status, pool, &sums);
		value = get(pool, &sums);
		if (value < 0)
			continue;
		sample(writer, family, pool, &none);
		if (family->unit != NULL)
			put_decimal(writer, value, 3);
		else
			put(writer, value);
	}
}

void
status_write_pool_metrics(
    struct gantry_buffer *buffer, const struct status *status, bool openmetrics)
{
	const struct writer writer = { buffer, status, openmetrics };
	size_t i;

	if (!status->master.has_sections)
		return;
	for (i = 0; i < sizeof(gauges) / sizeof(gauges[0]); i++)
		write_gauge(&writer, &gauges[i].family, gauges[i].get);
	write_states(&writer);
	write_counters(&writer);
	write_latencies(&writer);
}
