/*
 * Writing the parts of metrics in two formats.  In OpenMetrics, samples of a
 * counter end with "_total" and samples of an info with "_info", but their
 * families do not.  In the Prometheus format, a family is named as its samples.
 */
#include <inttypes.h>
#include <string.h>

#include "serve/admin/metrics_writer.h"

/* The end of the names of the samples. */
static const char *
suffix(const struct metrics_family *family)
{
	if (strcmp(family->type, "counter") == 0)
		return "_total";
	return strcmp(family->type, "info") == 0 ? "_info" : "";
}

void
metrics_begin(
    const struct metrics_writer *writer, const struct metrics_family *family)
{
	struct gantry_buffer *buffer = writer->buffer;
	const char *end = writer->openmetrics ? "" : suffix(family);
	const char *type = family->type;

	if (!writer->openmetrics && strcmp(type, "info") == 0)
		type = "gauge";
	gantry_buffer_printf(
	    buffer, "# HELP %s%s %s\n", family->name, end, family->help);
	gantry_buffer_printf(
	    buffer, "# TYPE %s%s %s\n", family->name, end, type);
	if (writer->openmetrics && family->unit != NULL)
		gantry_buffer_printf(
		    buffer, "# UNIT %s %s\n", family->name, family->unit);
}

/* The value of a label; both formats escape it alike. */
static void
add_value(struct gantry_buffer *buffer, const char *value)
{
	struct gantry_buffer plain = { 0 };
	size_t i;

	status_add_plain(&plain, value);
	for (i = 0; i < plain.length; i++) {
		if (plain.data[i] == '\\' || plain.data[i] == '"')
			gantry_buffer_putc(buffer, '\\');
		gantry_buffer_putc(buffer, plain.data[i]);
	}
	if (gantry_buffer_failed(&plain))
		buffer->failed = true;
	gantry_buffer_clear(&plain);
}

void
metrics_labelled(const struct metrics_writer *writer,
    const struct metrics_family *family, const char *part,
    const struct metrics_label *labels)
{
	struct gantry_buffer *buffer = writer->buffer;
	const char *before = "{";

	gantry_buffer_printf(
	    buffer, "%s%s", family->name, part != NULL ? part : suffix(family));
	for (; labels->name != NULL; labels++) {
		gantry_buffer_printf(buffer, "%s%s=\"", before, labels->name);
		add_value(buffer, labels->value);
		gantry_buffer_putc(buffer, '"');
		before = ",";
	}
	gantry_buffer_puts(buffer, *before == ',' ? "} " : " ");
}

void
metrics_sample(const struct metrics_writer *writer,
    const struct metrics_family *family, const char *label, const char *value)
{
	const struct metrics_label labels[] = { { label, value }, { NULL } };

	metrics_labelled(writer, family, NULL, labels);
}

void
metrics_put(const struct metrics_writer *writer, int64_t value)
{
	gantry_buffer_printf(writer->buffer, "%" PRId64 "\n", value);
}

void
metrics_put_decimal(
    const struct metrics_writer *writer, int64_t value, int digits)
{
	const int64_t one = digits == 3 ? 1000 : 1000000;

	gantry_buffer_printf(writer->buffer, "%" PRId64 ".%0*" PRId64 "\n",
	    value / one, digits, value % one);
}

void
metrics_single(const struct metrics_writer *writer,
    const struct metrics_family *family, int64_t value)
{
	metrics_begin(writer, family);
	metrics_sample(writer, family, NULL, NULL);
	metrics_put(writer, value);
}
