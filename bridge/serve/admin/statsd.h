#ifndef SERVE_ADMIN_STATSD_H
#define SERVE_ADMIN_STATSD_H

#include <sys/socket.h>

#include "serve/admin/status.h"

/*
 * Metrics for a statsd server, which the master sends in datagrams: counters as
 * what they grew by, gauges, and timings.  Sending never waits.  What the
 * server does not take is lost, as is usual for statsd.
 */

struct statsd_options {
	const char *address; /* HOST:PORT or unix:/PATH; NULL: none */
	const char *prefix; /* before each name; NULL: none */
	bool tags; /* labels as tags of DogStatsD, not as parts of names */
	int interval; /* milliseconds */
};

/* The state of the sender, all zeros at first. */
struct statsd {
	struct sockaddr_storage address;
	socklen_t address_size; /* 0: none */
	bool fails; /* the last datagram was not taken, which was logged */
	int64_t sent; /* clock_milliseconds(), when */
	struct score_sums sums; /* what was sent so far */
	struct route_sums *routes; /* likewise; NULL: nothing */
};

/* Is ADDRESS HOST:PORT or unix:/PATH?  Returns 0, or -1 with ERROR filled. */
int statsd_check_address(const char *address, struct gantry_error *error);

/*
 * Send to the address of OPTIONS from now on.  Its name is resolved here alone,
 * which may take some seconds.  A failure is logged, and nothing is sent.
 */
void statsd_open(struct statsd *statsd, const struct statsd_options *options);
void statsd_close(struct statsd *statsd);

/* Is it time to send? */
bool statsd_is_due(const struct statsd *statsd,
    const struct statsd_options *options, int64_t now);

/* Send STATUS, and what has grown since the last time. */
void statsd_send(struct statsd *statsd, const struct statsd_options *options,
    const struct status *status);

/* Append the lines that statsd_send sends. */
void statsd_write(struct gantry_buffer *lines, struct statsd *statsd,
    const struct statsd_options *options, const struct status *status);

#endif
