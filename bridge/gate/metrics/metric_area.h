#ifndef GATE_METRIC_AREA_H
#define GATE_METRIC_AREA_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gantry/metrics.h"
#include "gate/environ/mount.h"

/*
 * The metrics of a process.  A metric is declared once and stays; after that
 * only its numbers change.  The process may be compromised, so who reads the
 * area from outside copies a definition once and checks it.
 */

#define METRIC_FAMILY_SIZE 128
#define METRIC_HELP_SIZE   160
#define METRIC_MOUNT_SIZE  64
#define METRIC_LABELS_SIZE 512

struct metric_definition {
	char family[METRIC_FAMILY_SIZE]; /* "words_lookups" */
	char help[METRIC_HELP_SIZE];
	char mount[METRIC_MOUNT_SIZE]; /* its prefix; "/": of all paths */
	/*
	 * The name of each label and its values, each text ended by a NUL, and
	 * the values by an empty text; at the end another empty text.
	 */
	char labels[METRIC_LABELS_SIZE];
	int type; /* enum gantry_metric_type */
	unsigned digits;
	unsigned first; /* of its numbers, in the area */
	unsigned series;
	/* Of a series: 1, or of a histogram: its buckets, +Inf, and the sum. */
	unsigned stride;
	int64_t buckets[GANTRY_METRIC_BUCKETS_MAX];
};

struct metric_area {
	atomic_uint count; /* of definitions that are complete */
	struct metric_definition definitions[GANTRY_METRICS_MAX];
	atomic_int_least64_t numbers[GANTRY_METRIC_NUMBERS_MAX];
};

/*
 * In a worker, before applications are opened: the metrics of the mounts are in
 * AREA from now on, which is zeroed and stays mapped.
 */
void metrics_use_area(
    struct metric_area *area, const struct mount *mounts, size_t count);

/*
 * The name of the application that has SETTINGS, which only gate/settings.c
 * knows; it is defined there.
 */
const char *metrics_application_name(const struct gantry_settings *settings);

/*
 * In a process without an area: free the metrics of the mount with SETTINGS,
 * whose application is closed.
 */
void metrics_forget(const struct gantry_settings *settings);

/* The number of labels in LABELS, or -1 if a text in it does not end. */
int metric_labels_count(const char labels[METRIC_LABELS_SIZE]);

/*
 * Get label number INDEX of valid LABELS: its name, and the first of its
 * values, which follow each other.  Returns how many values it has.
 */
unsigned metric_label_get(
    const char *labels, unsigned index, const char **name, const char **values);

/* Is NAME the name of a family or a label: [a-z_][a-z0-9_]*, not too long? */
bool metric_name_is_valid(const char *name, size_t size);

#endif
