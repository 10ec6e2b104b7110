/*
 * Declaring metrics and counting.  Declaring takes a lock; counting does not: a
 * handle has all that it needs, and never moves.
 */
#include <ctype.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log/log.h"
#include "base/null.h"
#include "gate/metrics/metric_area.h"

struct gantry_metric {
	struct gantry_metric *next;
	const struct gantry_settings *settings;
	struct metric_definition *definition;
	atomic_int_least64_t *numbers;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct gantry_metric *all_metrics;
static struct metric_area *area; /* NULL: memory of their own */
static unsigned numbers_used; /* in the area */
static const struct mount *mounts;
static size_t mount_count;

void
metrics_use_area(
    struct metric_area *shared, const struct mount *used, size_t count)
{
	area = shared;
	mounts = used;
	mount_count = count;
}

static void
forget(struct gantry_metric **at)
{
	struct gantry_metric *metric = *at;

	*at = metric->next;
	free(metric->definition);
	free(metric->numbers);
	free(metric);
}

void
metrics_forget(const struct gantry_settings *settings)
{
	struct gantry_metric **at = &all_metrics;

	if (area != NULL)
		return;
	pthread_mutex_lock(&lock);
	while (*at != NULL)
		if ((*at)->settings == settings)
			forget(at);
		else
			at = &(*at)->next;
	pthread_mutex_unlock(&lock);
}

bool
metric_name_is_valid(const char *name, size_t size)
{
	size_t i;

	if (!islower((unsigned char)name[0]) && name[0] != '_')
		return false;
	for (i = 0; name[i] != '\0'; i++)
		if (!islower((unsigned char)name[i]) &&
		    !isdigit((unsigned char)name[i]) && name[i] != '_')
			return false;
	return i < size;
}

/* The text after TEXT in LABELS; NULL: it does not end there. */
static const char *
next_text(const char *labels, const char *text)
{
	const size_t left = METRIC_LABELS_SIZE - (size_t)(text - labels);
	const size_t length = strnlen(text, left);

	return length < left ? text + length + 1 : NULL;
}

int
metric_labels_count(const char labels[METRIC_LABELS_SIZE])
{
	const char *text = labels, *end = labels + METRIC_LABELS_SIZE;
	int count = 0;

	while (text != NULL && text < end && *text != '\0') {
		text = next_text(labels, text);
		while (text != NULL && text < end && *text != '\0')
			text = next_text(labels, text);
		if (text == NULL || text == end)
			return -1;
		text++;
		count++;
	}
	return text != NULL && text < end ? count : -1;
}

unsigned
metric_label_get(
    const char *labels, unsigned index, const char **name, const char **values)
{
	const char *text = labels;
	unsigned count;

	for (;;) {
		*name = text;
		*values = text + strlen(text) + 1;
		text = *values;
		for (count = 0; *text != '\0'; count++)
			text += strlen(text) + 1;
		if (index-- == 0)
			return count;
		text++;
	}
}

static int
refuse(struct gantry_error *error, const struct gantry_metric_options *options,
    const char *why)
{
	return gantry_error_set(error, GANTRY_ERROR_INPUT, "metric '%.64s': %s",
	    options->name, why);
}

/* Does NAME end as the samples of a family do? */
static bool
has_reserved_end(const char *name)
{
	static const char *const ends[] = { "_total", "_sum", "_count",
		"_bucket", "_info", "_created", NULL };
	const size_t length = strlen(name);
	size_t i, end;

	for (i = 0; ends[i] != NULL; i++) {
		end = strlen(ends[i]);
		if (length >= end && strcmp(name + length - end, ends[i]) == 0)
			return true;
	}
	return false;
}

static int
check_buckets(
    const struct gantry_metric_options *options, struct gantry_error *error)
{
	size_t i;

	if ((options->type == GANTRY_HISTOGRAM) != (options->bucket_count > 0))
		return refuse(error, options,
		    "a histogram, and no other type, has buckets");
	if (options->bucket_count > GANTRY_METRIC_BUCKETS_MAX)
		return refuse(error, options, "more than 24 buckets");
	for (i = 1; i < options->bucket_count; i++)
		if (options->buckets[i] <= options->buckets[i - 1])
			return refuse(error, options,
			    "a bucket's limit is not greater than the one "
			    "before");
	return 0;
}

static int
check(const struct gantry_metric_options *options, struct gantry_error *error)
{
	if (!islower((unsigned char)options->name[0]) ||
	    !metric_name_is_valid(options->name, 64))
		return refuse(error, options,
		    "the name is not up to 63 lower-case letters, digits and "
		    "underscores, beginning with a letter");
	if (has_reserved_end(options->name))
		return refuse(error, options,
		    "the end of the name is one that samples have: leave out "
		    "_total, _sum, _count, _bucket, _info or _created");
	if (strlen(options->help) >= METRIC_HELP_SIZE ||
	    strpbrk(options->help, "\\\n") != NULL)
		return refuse(error, options,
		    "the help is not one line of up to 159 bytes without a "
		    "backslash");
	if ((unsigned)options->type > GANTRY_HISTOGRAM)
		return refuse(error, options, "no such type");
	if (options->digits != 0 && options->digits != 3 &&
	    options->digits != 6)
		return refuse(error, options, "digits is not 0, 3 or 6");
	return check_buckets(options, error);
}

/* Append TEXT and its NUL to LABELS.  Returns whether it fits. */
static bool
append(char *labels, size_t *length, const char *text)
{
	const size_t size = strlen(text) + 1;

	/* Two NULs more may end the list. */
	if (size + 2 > METRIC_LABELS_SIZE - *length)
		return false;
	memcpy(labels + *length, text, size);
	*length += size;
	return true;
}

/* Append LABEL; its series multiply those of the definition. */
static int
append_label(struct metric_definition *definition, size_t *length,
    const struct gantry_metric_label *label,
    const struct gantry_metric_options *options, struct gantry_error *error)
{
	unsigned count = 0;
	bool fits;

	if (!metric_name_is_valid(label->name, 64) ||
	    strncmp(label->name, "__", 2) == 0 ||
	    strcmp(label->name, "mount") == 0 || strcmp(label->name, "le") == 0)
		return refuse(error, options,
		    "the name of a label is not up to 63 lower-case letters, "
		    "digits and underscores, or it is mount or le");
	fits = append(definition->labels, length, label->name);
	for (; fits && label->values != NULL && label->values[count] != NULL;
	     count++) {
		if (label->values[count][0] == '\0')
			return refuse(
			    error, options, "a value of a label is empty");
		fits = append(definition->labels, length, label->values[count]);
	}
	if (!fits)
		return refuse(error, options,
		    "the labels and their values are longer than 512 bytes");
	if (count == 0)
		return refuse(error, options, "a label has no values");
	definition->labels[(*length)++] = '\0';
	definition->series *= count;
	return 0;
}

static int
fill_labels(struct metric_definition *definition,
    const struct gantry_metric_options *options, struct gantry_error *error)
{
	const struct gantry_metric_label *label = options->labels;
	size_t length = 0;
	unsigned count = 0;

	for (; label != NULL && label->name != NULL; label++) {
		if (++count > GANTRY_METRIC_LABELS_MAX)
			return refuse(error, options, "more than 4 labels");
		if (append_label(definition, &length, label, options, error) ==
		    -1)
			return -1;
	}
	return 0;
}

/* The prefix of the mount with SETTINGS. */
static const char *
mount_of(const struct gantry_settings *settings)
{
	size_t i;

	for (i = 0; i < mount_count; i++)
		if (mounts[i].settings == settings)
			return mounts[i].prefix[0] != '\0' ? mounts[i].prefix
							   : "/";
	return "/";
}

/* "APPLICATION_NAME", as far as the application's name can be part of one. */
static int
fill_family(struct metric_definition *definition, const char *application,
    const struct gantry_metric_options *options, struct gantry_error *error)
{
	char *at = definition->family;

	if ((size_t)snprintf(at, METRIC_FAMILY_SIZE, "%s_%s", application,
		options->name) >= METRIC_FAMILY_SIZE)
		return refuse(error, options,
		    "the name is too long with that of the application");
	for (; *at != '\0'; at++)
		*at = isalnum((unsigned char)*at)
		    ? (char)tolower((unsigned char)*at)
		    : '_';
	if (!islower((unsigned char)definition->family[0]) ||
	    strncmp(definition->family, "gantry_", 7) == 0)
		return refuse(error, options,
		    "the application is called gantry, or its name does not "
		    "begin with a letter");
	return 0;
}

/* Returns 0, or -1 with ERROR filled. */
static int
define(struct metric_definition *definition,
    const struct gantry_settings *settings,
    const struct gantry_metric_options *options, struct gantry_error *error)
{
	/* All bytes, since definitions are compared as memory. */
	memset(definition, 0, sizeof(*definition));
	definition->type = (int)options->type;
	definition->digits = options->digits;
	definition->series = 1;
	definition->stride = options->type == GANTRY_HISTOGRAM
	    ? (unsigned)options->bucket_count + 2
	    : 1;
	if (check(options, error) == -1 ||
	    fill_family(definition, metrics_application_name(settings), options,
		error) == -1 ||
	    fill_labels(definition, options, error) == -1)
		return -1;
	strcpy(definition->help, options->help);
	snprintf(definition->mount, sizeof(definition->mount), "%s",
	    mount_of(settings));
	if (options->bucket_count > 0)
		memcpy(definition->buckets, options->buckets,
		    options->bucket_count * sizeof(options->buckets[0]));
	if (definition->series <= GANTRY_METRIC_NUMBERS_MAX &&
	    definition->series * definition->stride <=
		GANTRY_METRIC_NUMBERS_MAX)
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_LIMIT,
	    "metric '%s': too many series (limit %d numbers)", options->name,
	    GANTRY_METRIC_NUMBERS_MAX);
}

/* The metric of this definition's name, or NULL. */
static struct gantry_metric *
find(const struct gantry_settings *settings,
    const struct metric_definition *definition)
{
	struct gantry_metric *metric = all_metrics;

	while (metric != NULL &&
	    (metric->settings != settings ||
		strcmp(metric->definition->family, definition->family) != 0))
		metric = metric->next;
	return metric;
}

static bool
is_same(const struct metric_definition *definition,
    const struct metric_definition *other)
{
	struct metric_definition copy = *other;

	copy.first = definition->first;
	return memcmp(definition, &copy, sizeof(copy)) == 0;
}

/* Give METRIC a place in the area, and let the master see it. */
static int
place(struct gantry_metric *metric, struct metric_definition *definition,
    const char *name, struct gantry_error *error)
{
	const unsigned count = atomic_load(&area->count);
	const unsigned numbers = definition->series * definition->stride;

	if (count >= GANTRY_METRICS_MAX)
		return gantry_error_set(error, GANTRY_ERROR_LIMIT,
		    "metric '%s': too many metrics (limit %d in a worker)",
		    name, GANTRY_METRICS_MAX);
	if (numbers > GANTRY_METRIC_NUMBERS_MAX - numbers_used)
		return gantry_error_set(error, GANTRY_ERROR_LIMIT,
		    "metric '%s': too many series (limit %d numbers in a "
		    "worker, of which %u are left, and it needs %u)",
		    name, GANTRY_METRIC_NUMBERS_MAX,
		    GANTRY_METRIC_NUMBERS_MAX - numbers_used, numbers);
	definition->first = numbers_used;
	numbers_used += numbers;
	metric->definition = &area->definitions[count];
	metric->numbers = &area->numbers[definition->first];
	*metric->definition = *definition;
	atomic_store(&area->count, count + 1);
	return 0;
}

static int
keep(struct gantry_metric *metric, const struct metric_definition *definition,
    struct gantry_error *error)
{
	metric->definition = malloc(sizeof(*metric->definition));
	metric->numbers =
	    calloc((size_t)definition->series * definition->stride,
		sizeof(metric->numbers[0]));
	if (metric->definition != NULL && metric->numbers != NULL) {
		*metric->definition = *definition;
		return 0;
	}
	free(metric->definition);
	free(metric->numbers);
	return gantry_error_memory(error);
}

/* With the lock. */
static struct gantry_metric *
add(const struct gantry_settings *settings,
    struct metric_definition *definition, const char *name,
    struct gantry_error *error)
{
	struct gantry_metric *metric = calloc(1, sizeof(*metric));
	int result;

	if (metric == NULL) {
		gantry_error_memory(error);
		return NULL;
	}
	metric->settings = settings;
	result = area != NULL ? place(metric, definition, name, error)
			      : keep(metric, definition, error);
	if (result == -1) {
		free(metric);
		return NULL;
	}
	metric->next = all_metrics;
	all_metrics = metric;
	return metric;
}

struct gantry_metric *
gantry_metric_open(const struct gantry_settings *settings,
    const struct gantry_metric_options *options, struct gantry_error *error)
{
	struct metric_definition definition;
	struct gantry_metric *metric;

	if (null_error(settings, __func__, "settings", error) ||
	    null_error(options, __func__, "options", error) ||
	    null_error(options->name, __func__, "options->name", error) ||
	    null_error(options->help, __func__, "options->help", error) ||
	    (options->bucket_count > 0 &&
		null_error(
		    options->buckets, __func__, "options->buckets", error)) ||
	    define(&definition, settings, options, error) == -1)
		return NULL;
	pthread_mutex_lock(&lock);
	metric = find(settings, &definition);
	if (metric == NULL) {
		metric = add(settings, &definition, options->name, error);
	} else if (!is_same(metric->definition, &definition)) {
		refuse(error, options,
		    "it was declared before with other options");
		metric = NULL;
	}
	pthread_mutex_unlock(&lock);
	return metric;
}

/*
 * The numbers of a series, or NULL: it does not exist, or the function does not
 * suit the type.
 */
static atomic_int_least64_t *
series_of(const struct gantry_metric *metric, unsigned series,
    const char *function, bool suits)
{
	const struct metric_definition *definition;

	if (null_given(metric, function, "metric"))
		return NULL;
	definition = metric->definition;
	if (suits && series < definition->series)
		return &metric->numbers[(size_t)series * definition->stride];
	log_error("%s: metric %s: %s", function, definition->family,
	    suits ? "there is no such series"
		  : "it is not of the type for this, or the number is "
		    "negative");
	return NULL;
}

static bool
is_of(const struct gantry_metric *metric, enum gantry_metric_type type)
{
	return metric != NULL && metric->definition->type == (int)type;
}

static bool
is_gauge(const struct gantry_metric *metric)
{
	return is_of(metric, GANTRY_GAUGE) || is_of(metric, GANTRY_GAUGE_MAX);
}

void
gantry_metric_add(struct gantry_metric *metric, unsigned series, int64_t number)
{
	atomic_int_least64_t *at = series_of(metric, series, __func__,
	    is_gauge(metric) || (is_of(metric, GANTRY_COUNTER) && number >= 0));

	if (at != NULL)
		atomic_fetch_add_explicit(at, number, memory_order_relaxed);
}

void
gantry_metric_set(struct gantry_metric *metric, unsigned series, int64_t value)
{
	atomic_int_least64_t *at =
	    series_of(metric, series, __func__, is_gauge(metric));

	if (at != NULL)
		atomic_store_explicit(at, value, memory_order_relaxed);
}

void
gantry_metric_observe(
    struct gantry_metric *metric, unsigned series, int64_t value)
{
	atomic_int_least64_t *at = series_of(metric, series, __func__,
	    is_of(metric, GANTRY_HISTOGRAM) && value >= 0);
	const struct metric_definition *definition;
	unsigned bucket = 0, last;

	if (at == NULL)
		return;
	definition = metric->definition;
	last = definition->stride - 2;
	while (bucket < last && value > definition->buckets[bucket])
		bucket++;
	atomic_fetch_add_explicit(&at[last + 1], value, memory_order_relaxed);
	atomic_fetch_add_explicit(&at[bucket], 1, memory_order_relaxed);
}

int64_t
gantry_metric_get(const struct gantry_metric *metric, unsigned series)
{
	const atomic_int_least64_t *at =
	    series_of(metric, series, __func__, true);
	int64_t sum = 0;
	unsigned i = 0, last;

	if (at == NULL)
		return 0;
	last = is_of(metric, GANTRY_HISTOGRAM) ? metric->definition->stride - 1
					       : 1;
	for (; i < last; i++)
		sum += atomic_load_explicit(&at[i], memory_order_relaxed);
	return sum;
}
