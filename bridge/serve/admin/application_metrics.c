/*
 * The metrics of applications as metrics, JSON and lines of the table.  Their
 * definitions were checked (serve/metrics/metric_sums.h).
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "serve/admin/application_metrics.h"

/* A value as it is written: with the point, and a sign. */
struct decimal {
	char text[40];
};

static struct decimal
decimal(int64_t value, unsigned digits)
{
	const int64_t one = digits == 3 ? 1000 : 1000000;
	const uint64_t size = value < 0 ? -(uint64_t)value : (uint64_t)value;
	struct decimal made;

	if (digits == 0)
		snprintf(made.text, sizeof(made.text), "%" PRId64, value);
	else
		snprintf(made.text, sizeof(made.text),
		    "%s%" PRIu64 ".%0*" PRIu64, value < 0 ? "-" : "",
		    size / (uint64_t)one, (int)digits, size % (uint64_t)one);
	return made;
}

/* The upper limit of bucket number INDEX; it is a floating-point number. */
static struct decimal
limit_of(const struct metric_definition *definition, unsigned index)
{
	struct decimal made = { "+Inf" };

	if (index + 2 == definition->stride)
		return made;
	made = decimal(definition->buckets[index], definition->digits);
	if (definition->digits == 0)
		strcat(made.text, ".0");
	return made;
}

/* The mount, and for each label its value in SERIES; the list ends with NULL.
 */
static void
fill_labels(const struct metric_definition *definition, unsigned series,
    struct metrics_label *labels)
{
	unsigned i = (unsigned)metric_labels_count(definition->labels), count;
	const char *name, *values;
	unsigned value;

	labels[0] = (struct metrics_label){ "mount", definition->mount };
	labels[i + 1] = (struct metrics_label){ NULL, NULL };
	/* The last label changes fastest. */
	for (; i > 0; i--) {
		count =
		    metric_label_get(definition->labels, i - 1, &name, &values);
		for (value = series % count; value > 0; value--)
			values += strlen(values) + 1;
		labels[i] = (struct metrics_label){ name, values };
		series /= count;
	}
}

#define LABELS (GANTRY_METRIC_LABELS_MAX + 3)

static const int64_t *
values_of(const struct metric_sum *sum, unsigned series)
{
	return &sum->values[(size_t)series * sum->definition.stride];
}

static void
write_histogram(const struct metrics_writer *writer,
    const struct metrics_family *family, const struct metric_sum *sum,
    unsigned series)
{
	const struct metric_definition *definition = &sum->definition;
	const int64_t *values = values_of(sum, series);
	struct metrics_label labels[LABELS];
	struct decimal limit;
	size_t at = 0;
	int64_t count = 0;
	unsigned i;

	fill_labels(definition, series, labels);
	while (labels[at].name != NULL)
		at++;
	labels[at + 1] = labels[at];
	for (i = 0; i + 1 < definition->stride; i++) {
		limit = limit_of(definition, i);
		labels[at] = (struct metrics_label){ "le", limit.text };
		count += values[i];
		metrics_labelled(writer, family, "_bucket", labels);
		metrics_put(writer, count);
	}
	labels[at] = (struct metrics_label){ NULL, NULL };
	metrics_labelled(writer, family, "_sum", labels);
	gantry_buffer_printf(writer->buffer, "%s\n",
	    decimal(values[i], definition->digits).text);
	metrics_labelled(writer, family, "_count", labels);
	metrics_put(writer, count);
}

static void
write_samples(const struct metrics_writer *writer,
    const struct metrics_family *family, const struct metric_sum *sum)
{
	const struct metric_definition *definition = &sum->definition;
	struct metrics_label labels[LABELS];
	unsigned series;

	for (series = 0; series < definition->series; series++) {
		if (definition->type == GANTRY_HISTOGRAM) {
			write_histogram(writer, family, sum, series);
			continue;
		}
		fill_labels(definition, series, labels);
		metrics_labelled(writer, family, NULL, labels);
		gantry_buffer_printf(writer->buffer, "%s\n",
		    decimal(*values_of(sum, series), definition->digits).text);
	}
}

static const char *
type_name(int type)
{
	static const char *const names[] = { "counter", "gauge", "gauge",
		"histogram" };

	return names[type];
}

/* Have SUM and OTHER samples of one family? */
static bool
is_family(const struct metric_sum *sum, const struct metric_sum *other)
{
	return strcmp(sum->definition.family, other->definition.family) == 0;
}

/* Does an item before number INDEX have its family? */
static bool
is_written(const struct metric_sums *sums, size_t index)
{
	size_t i;

	for (i = 0; i < index; i++)
		if (is_family(sums->items[i], sums->items[index]))
			return true;
	return false;
}

void
metrics_write_applications(const struct metrics_writer *writer)
{
	const struct metric_sums *sums = &writer->status->metrics;
	struct metrics_family family;
	size_t i, j;

	for (i = 0; i < sums->count; i++) {
		if (is_written(sums, i))
			continue;
		family = (struct metrics_family){
			.name = sums->items[i]->definition.family,
			.type = type_name(sums->items[i]->definition.type),
			.help = sums->items[i]->definition.help,
		};
		metrics_begin(writer, &family);
		/* Two mounts may serve two versions of a module. */
		for (j = i; j < sums->count; j++)
			if (is_family(sums->items[i], sums->items[j]) &&
			    strcmp(type_name(sums->items[j]->definition.type),
				family.type) == 0)
				write_samples(writer, &family, sums->items[j]);
	}
}

static void
put_value(struct gantry_json_writer *json, const char *name,
    const struct metric_definition *definition, int64_t value)
{
	gantry_json_put_raw(
	    json, name, decimal(value, definition->digits).text);
}

static void
put_buckets(struct gantry_json_writer *json,
    const struct metric_definition *definition, const int64_t *values)
{
	const unsigned last = definition->stride - 2;
	int64_t count = 0;
	unsigned i;

	gantry_json_begin_array(json, "buckets");
	for (i = 0; i <= last; i++) {
		count += values[i];
		gantry_json_begin_object(json, NULL);
		if (i < last)
			put_value(
			    json, "below", definition, definition->buckets[i]);
		else
			gantry_json_put_null(json, "below");
		gantry_json_put_integer(json, "count", count);
		gantry_json_end(json);
	}
	gantry_json_end(json);
	put_value(json, "sum", definition, values[last + 1]);
	gantry_json_put_integer(json, "count", count);
}

static void
put_series(struct gantry_json_writer *json, const struct metric_sum *sum,
    unsigned series)
{
	const struct metric_definition *definition = &sum->definition;
	struct metrics_label labels[LABELS];
	size_t i;

	fill_labels(definition, series, labels);
	gantry_json_begin_object(json, NULL);
	gantry_json_put_text(json, "name", definition->family);
	gantry_json_put_text(json, "type", type_name(definition->type));
	gantry_json_begin_object(json, "labels");
	for (i = 0; labels[i].name != NULL; i++)
		gantry_json_put_text(json, labels[i].name, labels[i].value);
	gantry_json_end(json);
	if (definition->type == GANTRY_HISTOGRAM)
		put_buckets(json, definition, values_of(sum, series));
	else
		put_value(json, "value", definition, *values_of(sum, series));
	gantry_json_end(json);
}

void
status_put_metrics(
    struct gantry_json_writer *json, const struct metric_sums *sums)
{
	unsigned series;
	size_t i;

	gantry_json_begin_array(json, "metrics");
	for (i = 0; i < sums->count; i++)
		for (series = 0; series < sums->items[i]->definition.series;
		     series++)
			put_series(json, sums->items[i], series);
	gantry_json_end(json);
}

/* "12 values, sum 3.4" */
static void
write_counts(struct gantry_buffer *buffer,
    const struct metric_definition *definition, const int64_t *values)
{
	int64_t count = 0;
	unsigned i;

	for (i = 0; i + 1 < definition->stride; i++)
		count += values[i];
	gantry_buffer_printf(buffer, "%" PRId64 " values, sum %s\n", count,
	    decimal(values[i], definition->digits).text);
}

static void
write_line(const struct metrics_writer *writer, const struct metric_sum *sum,
    unsigned series)
{
	const struct metric_definition *definition = &sum->definition;
	const struct metrics_family family = { definition->family, "gauge",
		NULL, NULL };
	struct metrics_label labels[LABELS];

	fill_labels(definition, series, labels);
	metrics_labelled(writer, &family, NULL, labels);
	if (definition->type == GANTRY_HISTOGRAM)
		write_counts(
		    writer->buffer, definition, values_of(sum, series));
	else
		gantry_buffer_printf(writer->buffer, "%s\n",
		    decimal(*values_of(sum, series), definition->digits).text);
}

void
status_write_metric_lines(
    struct gantry_buffer *buffer, const struct status *status)
{
	const struct metrics_writer writer = { buffer, status, false };
	const struct metric_sums *sums = &status->metrics;
	unsigned series;
	size_t i;

	if (sums->count > 0)
		gantry_buffer_puts(buffer, "\nMETRIC\n");
	for (i = 0; i < sums->count; i++)
		for (series = 0; series < sums->items[i]->definition.series;
		     series++)
			write_line(&writer, sums->items[i], series);
}
