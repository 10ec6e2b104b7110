/*
 * A module with a metric of each type.  PATH_INFO
 * /FUNCTION/METRIC/SERIES/NUMBER calls a function; the answer is the value in
 * this process.  The setting "extra" declares so many metrics more.
 */
#include <gantry/gantry.h>
#include <gantry/module.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const results[] = { "hit", "mi\"ss", NULL };
static const char *const sizes[] = { "small", "large", "huge", NULL };
static const struct gantry_metric_label one_label[] = {
	{ "result", results },
	{ NULL, NULL },
};
static const struct gantry_metric_label two_labels[] = {
	{ "result", results },
	{ "size", sizes },
	{ NULL, NULL },
};
static const int64_t buckets[] = { 1000, 500000, 1000000 };

static const struct gantry_metric_options options[] = {
	{ .name = "lookups",
	    .help = "Lookups in the table.",
	    .type = GANTRY_COUNTER,
	    .labels = one_label },
	{ .name = "open_files",
	    .help = "Files that are open.",
	    .type = GANTRY_GAUGE },
	{ .name = "rows",
	    .help = "Rows of the table.",
	    .type = GANTRY_GAUGE_MAX },
	{ .name = "lookup_seconds",
	    .help = "Time of a lookup.",
	    .type = GANTRY_HISTOGRAM,
	    .labels = two_labels,
	    .buckets = buckets,
	    .bucket_count = 3,
	    .digits = 6 },
};

#define METRICS (sizeof(options) / sizeof(options[0]))

static int
open_thread(const struct gantry_settings *settings, void **state,
    struct gantry_error *error)
{
	struct gantry_metric **metrics = calloc(METRICS, sizeof(*metrics));
	const int64_t extra = gantry_settings_integer(settings, "extra");
	struct gantry_metric_options more = options[1];
	char name[32];
	int64_t i;

	for (i = 0; i < (int64_t)METRICS; i++) {
		metrics[i] = gantry_metric_open(settings, &options[i], error);
		if (metrics[i] == NULL)
			return -1;
	}
	more.name = name;
	for (i = 0; i < extra; i++) {
		snprintf(name, sizeof(name), "extra_%d", (int)i);
		if (gantry_metric_open(settings, &more, error) == NULL)
			return -1;
	}
	*state = metrics;
	return 0;
}

static void
close_thread(void *state)
{
	free(state);
}

static int
call(struct gantry_environ *environ, gantry_start_response *start_response)
{
	static const struct gantry_header headers[] = {
		{ "Content-Type", "text/plain" },
		{ NULL, NULL },
	};
	struct gantry_metric **metrics = gantry_environ_state(environ);
	const char *path = gantry_environ_get(environ, "PATH_INFO");
	char function[16], text[32];
	unsigned metric, series;
	long number;
	int length;

	if (sscanf(path, "/%15[a-z]/%u/%u/%ld", function, &metric, &series,
		&number) != 4)
		return -1;
	if (strcmp(function, "add") == 0)
		gantry_metric_add(metrics[metric], series, number);
	else if (strcmp(function, "set") == 0)
		gantry_metric_set(metrics[metric], series, number);
	else if (strcmp(function, "observe") == 0)
		gantry_metric_observe(metrics[metric], series, number);
	length = snprintf(text, sizeof(text), "%ld\n",
	    (long)gantry_metric_get(metrics[metric], series));
	return gantry_write(
	    start_response(environ, "200 OK", headers), text, (size_t)length);
}

static const struct gantry_setting settings[] = {
	{ .key = "extra",
	    .fallback = "0",
	    .help = "more metrics",
	    .type = GANTRY_SETTING_INTEGER },
	{ NULL },
};

static const struct gantry_application application = {
	.name = "counted",
	.help = "has metrics",
	.settings = settings,
	.open = open_thread,
	.call = call,
	.close = close_thread,
};

GANTRY_MODULE(&application);
