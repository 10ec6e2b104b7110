#ifndef GANTRY_METRICS_H
#define GANTRY_METRICS_H

/*
 * Metrics of an application: counters, gauges and histograms, which gantry
 * shows in /metrics and in "gantry status" beside its own.
 *
 *	static const char *const results[] = { "hit", "miss", NULL };
 *	static const struct gantry_metric_label labels[] = {
 *		{ "result", results },
 *		{ NULL, NULL },
 *	};
 *	static const struct gantry_metric_options lookups = {
 *		.name = "lookups",
 *		.help = "Lookups in the cache.",
 *		.type = GANTRY_COUNTER,
 *		.labels = labels,
 *	};
 *
 *	static int
 *	words_open(const struct gantry_settings *settings, void **state,
 *	    struct gantry_error *error)
 *	{
 *		*state = gantry_metric_open(settings, &lookups, error);
 *		return *state != NULL ? 0 : -1;
 *	}
 *
 * and for each lookup gantry_metric_add(metric, found ? 0 : 1, 1).
 *
 * For an application "words" at the mount /say, this is the sample
 * words_lookups_total{mount="/say",result="hit"}.
 *
 * Updates take no lock and no system call, and are safe in any thread.  They go
 * to memory that the worker shares with the master.  Counters and histograms
 * are sums over all workers, also over those that have ended.
 */

#include <stddef.h>
#include <stdint.h>

#include <gantry/contract.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

enum gantry_metric_type {
	GANTRY_COUNTER, /* only grows */
	GANTRY_GAUGE, /* the sum over the workers that run */
	GANTRY_GAUGE_MAX, /* the greatest of the workers that run */
	GANTRY_HISTOGRAM,
};

/* A label, and all the values that it can have, ended by NULL. */
struct gantry_metric_label {
	const char *name;
	const char *const *values;
};

/*
 * What a metric is.  The options are copied.
 *
 * Each combination of the labels' values is a series.  Its number is the index
 * of the value, or 0 without labels.  With several labels, the last one changes
 * fastest, as in an array: of labels with 2 and 3 values, the series of the
 * values number 1 and 2 is 1 * 3 + 2.
 *
 * Values are whole numbers.  With DIGITS, they count the last of so many digits
 * after the point: with 6, microseconds are shown as seconds.
 */
struct gantry_metric_options {
	/*
	 * Lower-case letters, digits and underscores, beginning with a letter.
	 * It is shown with the name of the application before it.  The name of
	 * a counter has no "_total", which is added.
	 */
	const char *name;
	const char *help; /* one sentence */
	enum gantry_metric_type type;
	const struct gantry_metric_label *labels; /* ended by { NULL }; or NULL
						   */
	/*
	 * The upper limits of a histogram's buckets, each greater than the one
	 * before; a last bucket without a limit is added.
	 */
	const int64_t *buckets;
	size_t bucket_count;
	unsigned digits; /* 0, 3 or 6 */
};

/* The limits; the first two are of all applications of a worker together. */
#define GANTRY_METRICS_MAX	  64
#define GANTRY_METRIC_NUMBERS_MAX 4096
#define GANTRY_METRIC_LABELS_MAX  4
#define GANTRY_METRIC_BUCKETS_MAX 24

struct gantry_metric;

/*
 * Declare a metric of the mount with SETTINGS, best in the open or worker_begin
 * of the application.  The same metric can be declared again, for example in
 * each thread: the result is the same.  It must not be used after the close of
 * the application, and is not freed by it.
 *
 * Returns NULL with ERROR filled: GANTRY_ERROR_INPUT if OPTIONS are not valid,
 * or other than those of the same name before; GANTRY_ERROR_LIMIT if there are
 * too many metrics, or numbers: a series is one number, that of a histogram one
 * for each bucket and two more.
 *
 * Where there is no master, under CGI, with "gantry call" and in tests, metrics
 * are counted in memory of the process, and nothing shows them.
 */
struct gantry_metric *gantry_metric_open(const struct gantry_settings *settings,
    const struct gantry_metric_options *options, struct gantry_error *error);

/*
 * Add NUMBER to a counter or a gauge.  What is added to a counter must not be
 * negative.  Here and below, a SERIES that does not exist, or a function that
 * is not for metrics of the type, changes nothing and is logged.
 */
void gantry_metric_add(
    struct gantry_metric *metric, unsigned series, int64_t number);

/* Set a gauge. */
void gantry_metric_set(
    struct gantry_metric *metric, unsigned series, int64_t value);

/* Count VALUE, which is not negative, in a histogram. */
void gantry_metric_observe(
    struct gantry_metric *metric, unsigned series, int64_t value);

/*
 * Return the value of a counter or a gauge in this process alone, or how many
 * values a histogram has counted; for tests.
 */
int64_t gantry_metric_get(const struct gantry_metric *metric, unsigned series);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
