#ifndef SERVE_ADMIN_APPLICATION_METRICS_H
#define SERVE_ADMIN_APPLICATION_METRICS_H

#include "gantry/json.h"
#include "serve/admin/metrics_writer.h"

/* The metrics of applications (gantry/metrics.h) in each form of the status. */

void metrics_write_applications(const struct metrics_writer *writer);

/* The member "metrics": an array with an object for each series. */
void status_put_metrics(
    struct gantry_json_writer *json, const struct metric_sums *sums);

/* A line for each series, if there are any. */
void status_write_metric_lines(
    struct gantry_buffer *buffer, const struct status *status);

#endif
