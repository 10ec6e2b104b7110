/*
 * Rate limiting by client with the generic cell rate algorithm (GCRA).  Each
 * client has a theoretical arrival time (TAT): when its next request would
 * arrive at exactly the allowed rate.  A client may be ahead of it by a burst.
 *
 * The times are in memory that all processes share, mapped before they are
 * forked.  A lost race lets one request too many pass.
 */
#define XXH_INLINE_ALL
#include <arpa/inet.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include <gantry/web.h>

#include "base/clock.h"
#include "middleware/null_arguments.h"
#include "middleware/shared_table.h"

#define SLOTS  32768 /* a power of 2 */
#define PROBES 8

#define SECONDS_MAX (366 * 24 * 3600)

struct slot {
	_Atomic uint64_t client; /* 0: unused */
	_Atomic int64_t arrival; /* the TAT, µs */
};

static struct shared_table table; /* of slots */

__attribute__((constructor)) static void
map_slots(void)
{
	shared_table_map(&table, SLOTS * sizeof(struct slot));
}

static struct slot *
slot_at(uint64_t number)
{
	return (struct slot *)table.memory + number % SLOTS;
}

struct rate {
	const struct gantry_rate_options *options;
	int64_t interval; /* µs between requests at the allowed rate */
	int64_t burst; /* µs that a client may be ahead */
};

int
gantry_rate_open(const void *options, const struct gantry_settings *settings,
    void **state, struct gantry_error *error)
{
	const struct gantry_rate_options *given = options;
	struct rate *rate;

	(void)settings;
	if (open_lacks(options, state, __func__, error))
		return -1;
	if (given->count < 1 || given->seconds < 1)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "a rate needs a count and a number of seconds of at least one");
	/* Otherwise the times overflow, or the interval is 0: no limit. */
	if (given->seconds > SECONDS_MAX ||
	    given->count > given->seconds * 1000000)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "a rate cannot be more than a million requests in a second, "
		    "nor for more than %d seconds",
		    SECONDS_MAX);
	if (shared_table_open(&table, error) == -1)
		return -1;
	rate = calloc(1, sizeof(*rate));
	if (rate == NULL)
		return gantry_error_memory(error);
	rate->options = given;
	rate->burst = given->seconds * INT64_C(1000000);
	rate->interval = rate->burst / given->count;
	*state = rate;
	return 0;
}

void
gantry_rate_close(void *state)
{
	free(state);
}

/*
 * Parse ADDRESS into the BYTES that identify a client: an IPv4 address, also
 * one that is mapped to IPv6, or the first 64 bits of an IPv6 address, since a
 * site or even one client has all the others.  Returns how many bytes, or 0.
 */
static size_t
parse_address(const char *address, struct in6_addr *bytes)
{
	if (inet_pton(AF_INET, address, bytes) == 1)
		return sizeof(struct in_addr);
	if (inet_pton(AF_INET6, address, bytes) != 1)
		return 0;
	if (!IN6_IS_ADDR_V4MAPPED(bytes))
		return sizeof(*bytes) / 2;
	memmove(bytes, &bytes->s6_addr[12], sizeof(struct in_addr));
	return sizeof(struct in_addr);
}

/*
 * A number for the client, not 0.  The seed keeps others from computing it and
 * choosing addresses that collide.
 */
static uint64_t
identify(const struct rate *rate, const char *address)
{
	const char *name = rate->options->name;
	uint64_t hash = table.seed;
	struct in6_addr bytes;
	size_t length;

	if (name != NULL)
		hash = XXH3_64bits_withSeed(name, strlen(name), hash);
	if (address == NULL)
		address = "";
	length = parse_address(address, &bytes);
	hash = length > 0
	    ? XXH3_64bits_withSeed(&bytes, length, hash)
	    : XXH3_64bits_withSeed(address, strlen(address), hash);
	return hash != 0 ? hash : 1;
}

/*
 * The slot of CLIENT.  If it has none, it takes over the probed slot with the
 * earliest arrival.
 */
static struct slot *
find_slot(uint64_t client, int64_t now)
{
	struct slot *slot, *best = slot_at(client);
	int64_t arrival, least = INT64_MAX;
	unsigned i;

	for (i = 0; i < PROBES; i++) {
		slot = slot_at(client + i);
		if (atomic_load(&slot->client) == client)
			return slot;
		arrival = atomic_load(&slot->arrival);
		if (arrival < least) {
			least = arrival;
			best = slot;
		}
	}
	/* In this order the new client does not inherit the old one's time. */
	atomic_store(&best->arrival, now);
	atomic_store(&best->client, client);
	return best;
}

/*
 * All workers write the table.  A time that no request can have caused, but for
 * the moment between two readings of the clock, was not written by this code.
 */
static int64_t
not_before(const struct rate *rate, int64_t arrival, int64_t now)
{
	return arrival > now && arrival - now <= rate->burst + 1000000 ? arrival
								       : now;
}

/* Count a request of CLIENT.  Returns the µs to wait, or 0 if it may pass. */
static int64_t
count_request(const struct rate *rate, uint64_t client, int64_t now)
{
	struct slot *slot = find_slot(client, now);
	int64_t arrival = atomic_load(&slot->arrival), next;

	do {
		next = not_before(rate, arrival, now) + rate->interval;
		if (next - now > rate->burst)
			return next - now - rate->burst;
	} while (!atomic_compare_exchange_weak(&slot->arrival, &arrival, next));
	return 0;
}

/* Fail with 429; WAIT is in microseconds. */
static int
reject(struct gantry_request *request, struct gantry_response *response,
    const struct gantry_rate_options *options, int64_t wait)
{
	struct gantry_environ *environ = gantry_request_environ(request);
	const struct gantry_header headers[] = {
		{ "Retry-After",
		    gantry_environ_format(environ, "%lld",
			(long long)(wait + 999999) / 1000000) },
		{ NULL, NULL },
	};
	const struct gantry_http_error error = {
		.status = GANTRY_429,
		.detail = gantry_environ_format(environ,
		    "A client may send %lld requests in %lld seconds.",
		    (long long)options->count, (long long)options->seconds),
		.headers = headers,
	};

	return gantry_response_raise(response, &error);
}

int
gantry_rate_process_request(struct gantry_request *request,
    struct gantry_response *response, void *state)
{
	const struct rate *rate = state;
	uint64_t client;
	int64_t wait;

	if (process_lacks(request, response, state, __func__))
		return -1;
	client = identify(rate, gantry_request_remote_addr(request));
	wait = count_request(rate, client, clock_microseconds());
	return wait > 0 ? reject(request, response, rate->options, wait) : 0;
}
