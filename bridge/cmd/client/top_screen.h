#ifndef CMD_CLIENT_TOP_SCREEN_H
#define CMD_CLIENT_TOP_SCREEN_H

#include <stdint.h>

#include "gantry/buffer.h"

/* What gantry top shows, without the terminal that shows it. */

/* The counters at one refresh, for rates. */
struct top_sample {
	int64_t when; /* clock_milliseconds(); 0: none yet */
	double requests, seconds;
};

/*
 * Append STATUS, and below its first line the rate since LAST, which METRICS in
 * the text format of Prometheus give.  LAST becomes now.
 */
void top_screen_compose(struct gantry_buffer *text, struct top_sample *last,
    const char *status, const char *metrics);

/*
 * Append to OUT what draws TEXT on a terminal: as many lines, and as much of
 * each, as fit.
 */
void top_screen_draw(struct gantry_buffer *out,
    const struct gantry_buffer *text, size_t rows, size_t columns);

#endif
