/*
 * Declaring metrics, and counting, in memory of the process and in an area.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gate/metrics/metric_area.h"
#include "gate/settings.h"
#include "unit.h"

static const struct gantry_application application = { .name = "My-app" };
static struct gantry_settings settings = { .application = &application };
static struct gantry_settings other = { .application = &application };
static const struct mount mounts[] = {
	{ "", .application = &application, .settings = &settings },
	{ "/b", .application = &application, .settings = &other },
};

static struct metric_area area;

static const char *const values[] = { "a", "b", NULL };
static const char *const none[] = { NULL };
static const char *const empty[] = { "", NULL };
static const int64_t buckets[] = { 10, 20 };

static const struct gantry_metric_options counter = {
	.name = "things",
	.help = "Things.",
	.type = GANTRY_COUNTER,
};

/* The reason why OPTIONS are refused. */
static const char *
refusal(struct gantry_metric_options options)
{
	static struct gantry_error error;

	error = (struct gantry_error){ 0 };
	if (options.help == NULL)
		options.help = "Help.";
	if (options.name == NULL)
		options.name = "name";
	ck_assert_ptr_null(gantry_metric_open(&settings, &options, &error));
	return error.text;
}

#define REFUSED(part, ...)            \
	ck_assert_ptr_nonnull(strstr( \
	    refusal((struct gantry_metric_options){ __VA_ARGS__ }), part))

START_TEST(what_is_not_valid_is_refused)
{
	const struct gantry_metric_label labels[] = { { "l", values },
		{ "l", values }, { "l", values }, { "l", values },
		{ "l", values }, { NULL, NULL } };
	const struct gantry_metric_label mount[] = { { "mount", values },
		{ NULL, NULL } };
	const struct gantry_metric_label no_values[] = { { "l", none },
		{ NULL, NULL } };
	const struct gantry_metric_label nothing[] = { { "l", empty },
		{ NULL, NULL } };
	const int64_t falling[] = { 2, 2 };
	char help[METRIC_HELP_SIZE + 1];

	memset(help, 'x', METRIC_HELP_SIZE);
	help[METRIC_HELP_SIZE] = '\0';
	REFUSED("the name is not", .name = "");
	REFUSED("the name is not", .name = "1a");
	REFUSED("the name is not", .name = "_a");
	REFUSED("the name is not", .name = "aB");
	REFUSED("the name is not", .name = "a b");
	REFUSED("the name is not", .name = "a{x=\"y\"} 1\n#");
	REFUSED("the end of the name", .name = "a_total");
	REFUSED("the end of the name", .name = "a_bucket");
	REFUSED("the help", .help = help);
	REFUSED("the help", .help = "a\nb 1");
	REFUSED("no such type", .type = (enum gantry_metric_type)9);
	REFUSED("digits", .digits = 2);
	REFUSED("has buckets", .type = GANTRY_HISTOGRAM);
	REFUSED("has buckets", .buckets = buckets, .bucket_count = 2);
	REFUSED("not greater", .type = GANTRY_HISTOGRAM, .buckets = falling,
	    .bucket_count = 2);
	REFUSED("more than 24", .type = GANTRY_HISTOGRAM, .buckets = buckets,
	    .bucket_count = 25);
	REFUSED("more than 4 labels", .labels = labels);
	REFUSED("it is mount or le", .labels = mount);
	REFUSED("no values", .labels = no_values);
	REFUSED("is empty", .labels = nothing);
}
END_TEST

START_TEST(the_same_metric_is_declared_once)
{
	struct gantry_metric_options changed = counter;
	struct gantry_error error;
	struct gantry_metric *metric =
	    gantry_metric_open(&settings, &counter, &error);

	ck_assert_ptr_nonnull(metric);
	ck_assert_ptr_eq(
	    gantry_metric_open(&settings, &counter, &error), metric);
	ck_assert_ptr_ne(gantry_metric_open(&other, &counter, &error), metric);
	changed.type = GANTRY_GAUGE;
	ck_assert_ptr_null(gantry_metric_open(&settings, &changed, &error));
	ck_assert_str_eq(error.text,
	    "metric 'things': it was declared before with other options");
	gantry_metric_add(metric, 0, 3);
	ck_assert_int_eq(gantry_metric_get(metric, 0), 3);
	metrics_forget(&settings);
	metrics_forget(&other);
	metric = gantry_metric_open(&settings, &changed, &error);
	ck_assert_int_eq(gantry_metric_get(metric, 0), 0);
	metrics_forget(&settings);
}
END_TEST

START_TEST(an_area_has_definitions_and_numbers)
{
	const struct gantry_metric_label labels[] = { { "one", values },
		{ "two", values }, { NULL, NULL } };
	const struct gantry_metric_options histogram = {
		.name = "sizes",
		.help = "Sizes.",
		.type = GANTRY_HISTOGRAM,
		.labels = labels,
		.buckets = buckets,
		.bucket_count = 2,
	};
	const struct metric_definition *definition = &area.definitions[1];
	const char *name, *first;
	struct gantry_error error;
	struct gantry_metric *metric;

	metrics_use_area(&area, mounts, 2);
	ck_assert_ptr_nonnull(gantry_metric_open(&other, &counter, &error));
	metric = gantry_metric_open(&settings, &histogram, &error);
	ck_assert_uint_eq(atomic_load(&area.count), 2);
	ck_assert_str_eq(area.definitions[0].mount, "/b");
	ck_assert_str_eq(definition->mount, "/");
	ck_assert_str_eq(definition->family, "my_app_sizes");
	ck_assert_uint_eq(definition->first, 1);
	ck_assert_uint_eq(definition->series, 4);
	ck_assert_uint_eq(definition->stride, 4);
	ck_assert_int_eq(metric_labels_count(definition->labels), 2);
	ck_assert_uint_eq(
	    metric_label_get(definition->labels, 1, &name, &first), 2);
	ck_assert_str_eq(name, "two");
	ck_assert_str_eq(first, "a");
	ck_assert_str_eq(first + 2, "b");
	gantry_metric_observe(metric, 1, 10);
	gantry_metric_observe(metric, 1, 11);
	gantry_metric_observe(metric, 1, 100);
	ck_assert_int_eq(atomic_load(&area.numbers[5]), 1);
	ck_assert_int_eq(atomic_load(&area.numbers[6]), 1);
	ck_assert_int_eq(atomic_load(&area.numbers[7]), 1);
	ck_assert_int_eq(atomic_load(&area.numbers[8]), 121);
	ck_assert_int_eq(gantry_metric_get(metric, 1), 3);
}
END_TEST

START_TEST(an_area_has_limits)
{
	struct gantry_metric_options many = counter;
	int64_t limits[GANTRY_METRIC_BUCKETS_MAX];
	struct gantry_error error;
	char name[32];
	int i;

	metrics_use_area(&area, mounts, 2);
	many.name = name;
	for (i = 0; i < GANTRY_METRICS_MAX; i++) {
		snprintf(name, sizeof(name), "n%d", i);
		ck_assert_ptr_nonnull(
		    gantry_metric_open(&settings, &many, &error));
	}
	strcpy(name, "more");
	ck_assert_ptr_null(gantry_metric_open(&settings, &many, &error));
	ck_assert_int_eq(error.code, GANTRY_ERROR_LIMIT);
	memset(&area, 0, sizeof(area));
	many.type = GANTRY_HISTOGRAM;
	many.buckets = limits;
	many.bucket_count = GANTRY_METRIC_BUCKETS_MAX;
	for (i = 0; i < GANTRY_METRIC_BUCKETS_MAX; i++)
		limits[i] = i;
	for (i = 0; i < GANTRY_METRICS_MAX; i++) {
		snprintf(name, sizeof(name), "h%d", i);
		ck_assert_ptr_nonnull(
		    gantry_metric_open(&settings, &many, &error));
	}
}
END_TEST

START_TEST(texts_that_do_not_end_are_not_labels)
{
	char labels[METRIC_LABELS_SIZE];

	memset(labels, 'x', sizeof(labels));
	ck_assert_int_eq(metric_labels_count(labels), -1);
	labels[sizeof(labels) - 1] = '\0';
	ck_assert_int_eq(metric_labels_count(labels), -1);
	labels[10] = '\0';
	labels[sizeof(labels) - 2] = '\0';
	ck_assert_int_eq(metric_labels_count(labels), -1);
	labels[sizeof(labels) - 3] = '\0';
	ck_assert_int_eq(metric_labels_count(labels), 1);
	memset(labels, 0, sizeof(labels));
	ck_assert_int_eq(metric_labels_count(labels), 0);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		what_is_not_valid_is_refused,
		the_same_metric_is_declared_once,
		an_area_has_definitions_and_numbers,
		an_area_has_limits,
		texts_that_do_not_end_are_not_labels,
		NULL,
	};

	return unit_run("gate/metrics/metric", tests);
}
