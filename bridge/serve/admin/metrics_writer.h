#ifndef SERVE_ADMIN_METRICS_WRITER_H
#define SERVE_ADMIN_METRICS_WRITER_H

#include "serve/admin/status.h"

/*
 * The parts of metrics, in the Prometheus text format 0.0.4 or in OpenMetrics
 * 1.0.  Labels have few values: states, slots, addresses, mounts, routes, data
 * versions.  They never contain bytes from a client.
 */

struct metrics_writer {
	struct gantry_buffer *buffer;
	const struct status *status;
	bool openmetrics;
};

struct metrics_family {
	const char *name;
	const char *type;
	const char *unit; /* NULL: none */
	const char *help;
};

struct metrics_label {
	const char *name; /* NULL: the end of a list */
	const char *value;
};

/* The lines before the samples of FAMILY. */
void metrics_begin(
    const struct metrics_writer *writer, const struct metrics_family *family);

/* The name of a sample, and its label unless LABEL is NULL. */
void metrics_sample(const struct metrics_writer *writer,
    const struct metrics_family *family, const char *label, const char *value);

/* The name of a sample with LABELS.  It ends with PART; NULL: by the type. */
void metrics_labelled(const struct metrics_writer *writer,
    const struct metrics_family *family, const char *part,
    const struct metrics_label *labels);

/* The value of the sample. */
void metrics_put(const struct metrics_writer *writer, int64_t value);
/* VALUE has DIGITS digits after the point, 3 or 6. */
void metrics_put_decimal(
    const struct metrics_writer *writer, int64_t value, int digits);

/* A family of one sample. */
void metrics_single(const struct metrics_writer *writer,
    const struct metrics_family *family, int64_t value);

/* The processes: CPU, memory, descriptors (metrics_process.c). */
void metrics_write_processes(const struct metrics_writer *writer);

/* Requests by mount, route and code (metrics_routes.c). */
void metrics_write_routes(const struct metrics_writer *writer);

#endif
