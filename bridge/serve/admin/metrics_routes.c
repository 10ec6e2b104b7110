/*
 * Requests by mount and route, and by the code of their answers.  Routes are
 * templates, and their number is bounded (serve/observe/score_routes.h).
 */
#include <stdio.h>

#include "serve/admin/metrics_writer.h"

static void
write_client_time(const struct metrics_writer *writer)
{
	static const struct metrics_family wait = {
		"gantry_client_wait_seconds", "counter", "seconds",
		"Time that requests waited for their clients to send them or "
		"to take the answer."
	};

	metrics_begin(writer, &wait);
	metrics_sample(writer, &wait, NULL, NULL);
	metrics_put_decimal(writer, writer->status->totals.client, 6);
}

static void
write_codes(const struct metrics_writer *writer)
{
	static const struct metrics_family codes = { "gantry_responses",
		"counter", NULL, "Complete answers by status code." };
	const int64_t *counts = writer->status->totals.codes;
	char code[24];
	size_t i;

	metrics_begin(writer, &codes);
	for (i = 0; i < SCORE_CODES; i++) {
		if (counts[i] == 0)
			continue;
		snprintf(code, sizeof(code), "%zu", i + SCORE_CODE_FIRST);
		metrics_sample(writer, &codes, "code", code);
		metrics_put(writer, counts[i]);
	}
}

static void
write_answers(const struct metrics_writer *writer)
{
	static const struct metrics_family requests = { "gantry_route_requests",
		"counter", NULL,
		"Requests by mount, route and class of the response status." };
	const struct route_sums *routes = writer->status->routes;
	const struct route_sum *route = routes->items;
	struct metrics_label labels[] = { { "mount", NULL }, { "route", NULL },
		{ "status", NULL }, { NULL } };
	size_t class;

	metrics_begin(writer, &requests);
	for (; route < routes->items + routes->count; route++) {
		labels[0].value = route->mount;
		labels[1].value = route->template;
		for (class = 0; class < SCORE_CLASSES; class ++) {
			if (route->answers[class] == 0)
				continue;
			labels[2].value = counter_classes[class];
			metrics_labelled(writer, &requests, NULL, labels);
			metrics_put(writer, route->answers[class]);
		}
	}
}

/* Write the name of a sample for ROUTE.  False if it has no requests. */
static bool
begin_route(const struct metrics_writer *writer,
    const struct metrics_family *family, const char *part,
    const struct route_sum *route)
{
	const struct metrics_label labels[] = { { "mount", route->mount },
		{ "route", route->template }, { NULL } };

	if (route_sum_requests(route) == 0)
		return false;
	metrics_labelled(writer, family, part, labels);
	return true;
}

static void
write_bytes(const struct metrics_writer *writer)
{
	static const struct metrics_family bytes = { "gantry_route_body_bytes",
		"counter", "bytes",
		"Bytes sent in response bodies, by mount and route." };
	const struct route_sums *routes = writer->status->routes;
	const struct route_sum *route = routes->items;

	metrics_begin(writer, &bytes);
	for (; route < routes->items + routes->count; route++)
		if (begin_route(writer, &bytes, NULL, route))
			metrics_put(writer, route->bytes);
}

static void
write_times(const struct metrics_writer *writer)
{
	static const struct metrics_family times = {
		"gantry_route_request_duration_seconds", "summary", "seconds",
		"Time from the last parameter to the end of a request, by "
		"mount and route."
	};
	const struct route_sums *routes = writer->status->routes;
	const struct route_sum *route = routes->items;

	metrics_begin(writer, &times);
	for (; route < routes->items + routes->count; route++) {
		if (begin_route(writer, &times, "_sum", route))
			metrics_put_decimal(writer, route->microseconds, 6);
		if (begin_route(writer, &times, "_count", route))
			metrics_put(writer, route_sum_requests(route));
	}
}

void
metrics_write_routes(const struct metrics_writer *writer)
{
	write_client_time(writer);
	write_codes(writer);
	write_answers(writer);
	write_bytes(writer);
	write_times(writer);
}
