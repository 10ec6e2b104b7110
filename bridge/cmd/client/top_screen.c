/*
 * The screen of gantry top: the status with a line about the current rate.  It
 * is drawn as a whole each time.
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "cmd/client/top_screen.h"

#define HOME	   "\033[H"
#define CLEAR_LINE "\033[K"
#define CLEAR_REST "\033[J"

/* The value of NAME in METRICS; 0 if it is not there. */
static double
metric(const char *metrics, const char *name)
{
	const char *at = strstr(metrics, name);

	return at != NULL ? strtod(at + strlen(name), NULL) : 0;
}

/* Append a line about the requests since LAST, which becomes now. */
static void
add_rate(
    struct gantry_buffer *text, struct top_sample *last, const char *metrics)
{
	const struct top_sample now = {
		.when = clock_milliseconds(),
		.requests = metric(metrics, "\ngantry_requests_total "),
		.seconds =
		    metric(metrics, "\ngantry_request_duration_seconds_sum "),
	};
	double requests = now.requests - last->requests;
	double passed = (double)(now.when - last->when) / 1000;

	if (last->when != 0 && passed > 0 && requests >= 0)
		gantry_buffer_printf(text,
		    "now        %.1f requests a second, %.3f ms each; "
		    "q quits\n",
		    requests / passed,
		    requests > 0
			? (now.seconds - last->seconds) * 1000 / requests
			: 0);
	*last = now;
}

void
top_screen_compose(struct gantry_buffer *text, struct top_sample *last,
    const char *status, const char *metrics)
{
	size_t first = strcspn(status, "\n");

	if (status[first] == '\n')
		first++;
	gantry_buffer_add(text, status, first);
	add_rate(text, last, metrics);
	gantry_buffer_puts(text, status + first);
}

void
top_screen_draw(struct gantry_buffer *out, const struct gantry_buffer *text,
    size_t rows, size_t columns)
{
	const char *at = text->data, *newline;
	size_t rest = text->length, length, row;

	gantry_buffer_puts(out, HOME);
	for (row = 1; row < rows && rest > 0; row++) {
		newline = memchr(at, '\n', rest);
		length = newline != NULL ? (size_t)(newline - at) : rest;
		gantry_buffer_add(out, at, length < columns ? length : columns);
		gantry_buffer_puts(out, CLEAR_LINE "\r\n");
		if (newline != NULL)
			length++;
		at += length;
		rest -= length;
	}
	gantry_buffer_puts(out, CLEAR_REST);
}
