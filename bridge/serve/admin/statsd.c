/*
 * The lines are NAME:VALUE|TYPE, with |@RATE of a sample and, for DogStatsD,
 * |#KEY:VALUE,...  A bucket of the histogram with N requests is one timing with
 * the rate 1/N.  A socket is made each time, so no worker inherits one.
 */
#include <errno.h>
#include <inttypes.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log/log.h"
#include "serve/admin/statsd.h"

/* What fits into an Ethernet frame. */
#define DATAGRAM_MAX 1432

#define UNIX "unix:"

/* A label of a metric. */
struct tag {
	const char *key, *value; /* NULL key: the end of a list */
};

struct writer {
	struct gantry_buffer *lines;
	const struct statsd_options *options;
};

/* Split HOST:PORT.  Returns the port, or NULL. */
static const char *
split(const char *address, char *host, size_t size)
{
	const char *colon = strrchr(address, ':');
	size_t length = colon != NULL ? (size_t)(colon - address) : 0;

	if (length > 1 && address[0] == '[' && address[length - 1] == ']') {
		address++;
		length -= 2;
	}
	if (length == 0 || length >= size || strlen(colon + 1) > 5 ||
	    strspn(colon + 1, "0123456789") != strlen(colon + 1) ||
	    atoi(colon + 1) < 1 || atoi(colon + 1) > 65535)
		return NULL;
	memcpy(host, address, length);
	host[length] = '\0';
	return colon + 1;
}

int
statsd_check_address(const char *address, struct gantry_error *error)
{
	const size_t room = sizeof(((struct sockaddr_un *)NULL)->sun_path);
	const char *path = address + strlen(UNIX);
	char host[256];

	if (strncmp(address, UNIX, strlen(UNIX)) == 0) {
		if (*path == '/' && strlen(path) < room)
			return 0;
	} else if (split(address, host, sizeof(host)) != NULL) {
		return 0;
	}
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "'%s' is not an address of statsd; give HOST:PORT or "
	    "unix:/PATH, up to %zu bytes",
	    address, room - 1);
}

static void
open_unix(struct statsd *statsd, const char *path)
{
	struct sockaddr_un *address = (void *)&statsd->address;

	address->sun_family = AF_UNIX;
	snprintf(address->sun_path, sizeof(address->sun_path), "%s", path);
	statsd->address_size = sizeof(*address);
}

static void
resolve(struct statsd *statsd, const char *name)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_DGRAM,
		.ai_flags = AI_NUMERICSERV };
	struct addrinfo *found;
	char host[256];
	const char *port = split(name, host, sizeof(host));
	const int result =
	    port != NULL ? getaddrinfo(host, port, &hints, &found) : EAI_NONAME;

	if (result != 0) {
		log_error("statsd: cannot resolve %s: %s; no metrics are sent "
			  "until the next reload",
		    name, gai_strerror(result));
		return;
	}
	memcpy(&statsd->address, found->ai_addr, found->ai_addrlen);
	statsd->address_size = found->ai_addrlen;
	freeaddrinfo(found);
}

void
statsd_open(struct statsd *statsd, const struct statsd_options *options)
{
	statsd->address_size = 0;
	statsd->fails = false;
	memset(&statsd->address, 0, sizeof(statsd->address));
	if (options->address == NULL)
		return;
	if (strncmp(options->address, UNIX, strlen(UNIX)) == 0)
		open_unix(statsd, options->address + strlen(UNIX));
	else
		resolve(statsd, options->address);
}

void
statsd_close(struct statsd *statsd)
{
	free(statsd->routes);
	*statsd = (struct statsd){ 0 };
}

bool
statsd_is_due(const struct statsd *statsd, const struct statsd_options *options,
    int64_t now)
{
	return statsd->address_size != 0 &&
	    now - statsd->sent >= options->interval;
}

/* Append TEXT, with what has a meaning in statsd as an underscore. */
static void
put_word(struct gantry_buffer *lines, const char *text, bool in_name)
{
	unsigned char c;

	if (*text == '\0')
		gantry_buffer_puts(lines, "none");
	for (; *text != '\0'; text++) {
		c = (unsigned char)*text;
		if (c <= ' ' || c >= 0x7f || strchr(":|@#,", c) != NULL ||
		    (in_name && strchr("./{}()*", c) != NULL))
			c = '_';
		gantry_buffer_putc(lines, (char)c);
	}
}

static void
put_name(const struct writer *writer, const char *name, const struct tag *tags)
{
	const char *prefix = writer->options->prefix;

	if (prefix != NULL && *prefix != '\0')
		gantry_buffer_printf(writer->lines, "%s%s", prefix,
		    prefix[strlen(prefix) - 1] == '.' ? "" : ".");
	gantry_buffer_printf(writer->lines, "gantry.%s", name);
	for (; !writer->options->tags && tags != NULL && tags->key != NULL;
	     tags++) {
		gantry_buffer_putc(writer->lines, '.');
		put_word(writer->lines, tags->value, true);
	}
	gantry_buffer_putc(writer->lines, ':');
}

static void
put_tags(const struct writer *writer, const struct tag *tags)
{
	const char *before = "|#";

	for (; writer->options->tags && tags != NULL && tags->key != NULL;
	     tags++) {
		gantry_buffer_printf(writer->lines, "%s%s:", before, tags->key);
		put_word(writer->lines, tags->value, false);
		before = ",";
	}
	gantry_buffer_putc(writer->lines, '\n');
}

static void
put_gauge(const struct writer *writer, const char *name, int64_t value,
    const struct tag *tags)
{
	put_name(writer, name, tags);
	gantry_buffer_printf(writer->lines, "%" PRId64 "|g", value);
	put_tags(writer, tags);
}

/* A counter that grew from *BEFORE to NOW. */
static void
put_growth(const struct writer *writer, const char *name, int64_t now,
    int64_t *before, const struct tag *tags)
{
	if (now <= *before)
		return;
	put_name(writer, name, tags);
	gantry_buffer_printf(writer->lines, "%" PRId64 "|c", now - *before);
	put_tags(writer, tags);
	*before = now;
}

/* COUNT timings of MICROSECONDS each. */
static void
put_timing(const struct writer *writer, const char *name, int64_t microseconds,
    int64_t count, const struct tag *tags)
{
	if (count <= 0)
		return;
	put_name(writer, name, tags);
	gantry_buffer_printf(writer->lines, "%" PRId64 ".%03" PRId64 "|ms",
	    microseconds / 1000, microseconds % 1000);
	if (count > 1)
		gantry_buffer_printf(
		    writer->lines, "|@%.9g", 1.0 / (double)count);
	put_tags(writer, tags);
}

static void
write_counter(const struct writer *writer, const struct counter *counter,
    const struct score_sums *sums, struct score_sums *before)
{
	/* "gantry_log_lines_lost", as log_lines_lost. */
	const char *name = counter->metric + strlen("gantry_");
	struct tag tags[] = { { counter->label, NULL }, { NULL, NULL } };
	size_t i;

	if (counter->values == NULL) {
		put_growth(writer, name, sums->counters[counter->slot],
		    &before->counters[counter->slot], NULL);
		return;
	}
	for (i = 0; counter->values[i] != NULL; i++) {
		tags[0].value = counter->values[i];
		put_growth(writer, name, sums->counters[counter->slot + i],
		    &before->counters[counter->slot + i], tags);
	}
}

static void
write_codes(const struct writer *writer, const struct score_sums *sums,
    struct score_sums *before)
{
	char code[24];
	const struct tag tags[] = { { "status", code }, { NULL, NULL } };
	size_t i;

	for (i = 0; i < SCORE_CODES; i++) {
		snprintf(code, sizeof(code), "%zu", i + SCORE_CODE_FIRST);
		put_growth(writer, "request.status", sums->codes[i],
		    &before->codes[i], tags);
	}
}

/* The middle of a bucket stands for its requests. */
static void
write_durations(const struct writer *writer, const struct score_sums *sums,
    struct score_sums *before)
{
	int64_t limit;
	size_t i;

	for (i = 0; i <= SCORE_BUCKETS; i++) {
		limit = i < SCORE_BUCKETS ? status_latency_limit(i)
					  : 2 * status_latency_limit(i - 1);
		put_timing(writer, "request.duration",
		    i == 0 ? limit / 2 : limit / 4 * 3,
		    sums->latencies[i] - before->latencies[i], NULL);
		before->latencies[i] = sums->latencies[i];
	}
}

/* The route of BEFORE that is named as ROUTE; an empty one if it is new. */
static struct route_sum
find_route(const struct route_sums *before, const struct route_sum *route)
{
	struct route_sum none = { 0 };
	size_t i;

	for (i = 0; before != NULL && i < before->count; i++)
		if (strcmp(before->items[i].mount, route->mount) == 0 &&
		    strcmp(before->items[i].template, route->template) == 0)
			return before->items[i];
	return none;
}

static void
write_route(const struct writer *writer, const struct route_sum *route,
    struct route_sum before)
{
	struct tag tags[] = { { "mount", route->mount },
		{ "route", route->template }, { NULL, NULL }, { NULL, NULL } };
	const int64_t count =
	    route_sum_requests(route) - route_sum_requests(&before);
	size_t class;

	if (count <= 0)
		return;
	put_growth(
	    writer, "route.body_bytes", route->bytes, &before.bytes, tags);
	put_timing(writer, "route.duration",
	    (route->microseconds - before.microseconds) / count, count, tags);
	tags[2].key = "status";
	for (class = 0; class < SCORE_CLASSES; class ++) {
		tags[2].value = counter_classes[class];
		put_growth(writer, "route.requests", route->answers[class],
		    &before.answers[class], tags);
	}
}

static void
write_routes(const struct writer *writer, struct statsd *statsd,
    const struct route_sums *routes)
{
	size_t i;

	for (i = 0; i < routes->count; i++)
		write_route(writer, &routes->items[i],
		    find_route(statsd->routes, &routes->items[i]));
	if (statsd->routes == NULL)
		statsd->routes = route_sums_new();
	if (statsd->routes != NULL)
		memcpy(statsd->routes, routes, sizeof(*routes));
}

static void
write_gauges(const struct writer *writer, const struct status *status)
{
	int64_t connections = 0, queued = 0, waiting = 0, memory = 0;
	int64_t backlog = 0;
	size_t i;

	for (i = 0; i < status->worker_count; i++) {
		connections += status->workers[i].connections;
		queued += status->workers[i].queued;
		waiting += status->workers[i].waiting;
		memory += status->workers[i].rss;
	}
	for (i = 0; i < status->listener_count; i++)
		if (status->listeners[i].waiting > 0)
			backlog += status->listeners[i].waiting;
	put_gauge(writer, "workers", (int64_t)status->worker_count, NULL);
	put_gauge(writer, "workers.memory_bytes", memory, NULL);
	put_gauge(writer, "connections", connections, NULL);
	put_gauge(writer, "backlog", backlog, NULL);
	put_gauge(
	    writer, "requests.running", (int64_t)status->request_total, NULL);
	put_gauge(writer, "requests.queued", queued, NULL);
	put_gauge(writer, "requests.waiting", waiting, NULL);
	put_gauge(writer, "ready",
	    status_is_ready(status->master.phase, status->master.problem),
	    NULL);
}

void
statsd_write(struct gantry_buffer *lines, struct statsd *statsd,
    const struct statsd_options *options, const struct status *status)
{
	const struct writer writer = { lines, options };
	size_t i;

	for (i = 0; i < counter_count; i++)
		write_counter(
		    &writer, &counters[i], &status->totals, &statsd->sums);
	write_codes(&writer, &status->totals, &statsd->sums);
	write_durations(&writer, &status->totals, &statsd->sums);
	write_routes(&writer, statsd, status->routes);
	write_gauges(&writer, status);
}

/* Log when it begins to fail and when it works again. */
static void
note_result(
    struct statsd *statsd, const struct statsd_options *options, int number)
{
	if (number != 0 && !statsd->fails)
		log_warning("cannot send metrics to statsd at %s: %s; they are "
			    "lost until it takes them",
		    options->address, strerror(number));
	else if (number == 0 && statsd->fails)
		log_info("statsd at %s takes metrics again", options->address);
	statsd->fails = number != 0;
}

/* Send whole lines, as many as fit.  Returns 0, or an error number. */
static int
send_lines(int descriptor, const char *at, const char *end)
{
	const char *last;
	int number = 0;

	while (at < end) {
		last = end - at > DATAGRAM_MAX ? memrchr(at, '\n', DATAGRAM_MAX)
					       : end - 1;
		/* A line that is longer than a datagram goes alone. */
		if (last == NULL)
			last = memchr(at, '\n', (size_t)(end - at));
		if (send(descriptor, at, (size_t)(last - at),
			MSG_DONTWAIT | MSG_NOSIGNAL) == -1)
			number = errno;
		at = last + 1;
	}
	return number;
}

void
statsd_send(struct statsd *statsd, const struct statsd_options *options,
    const struct status *status)
{
	struct gantry_buffer lines = { 0 };
	int number = 0, descriptor;

	statsd->sent = clock_milliseconds();
	statsd_write(&lines, statsd, options, status);
	if (gantry_buffer_failed(&lines)) {
		gantry_buffer_clear(&lines);
		return;
	}
	descriptor = socket(statsd->address.ss_family,
	    SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (descriptor == -1 ||
	    connect(descriptor, (const struct sockaddr *)&statsd->address,
		statsd->address_size) == -1)
		number = errno;
	else
		number = send_lines(
		    descriptor, lines.data, lines.data + lines.length);
	if (descriptor != -1)
		close(descriptor);
	note_result(statsd, options, number);
	gantry_buffer_clear(&lines);
}
