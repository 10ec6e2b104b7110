/*
 * A limit of requests by client, as the generic cell rate algorithm has it: a
 * client has one time, at which it would be through with what it asked if it
 * asked as fast as it may, and may be ahead of it by a burst.
 *
 * The times lie in memory that is shared by all processes from before they
 * were forked; who loses a race lets one request too many pass.
 */
#define XXH_INLINE_ALL
#include <arpa/inet.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <xxhash.h>

#include <gantry/web.h>

#include "base/clock.h"

#define PLACES 32768 /* a power of 2 */
#define PROBES 8

struct place {
	_Atomic uint64_t client; /* 0: no one's */
	_Atomic int64_t through; /* µs */
};

static struct place *places;
static uint64_t seed;

/* Before main, so that workers share it with the master and each other. */
__attribute__((constructor)) static void
share_places(void)
{
	void *memory =
	    mmap(NULL, PLACES * sizeof(struct place), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	places = memory != MAP_FAILED ? memory : NULL;
	if (getrandom(&seed, sizeof(seed), GRND_NONBLOCK) !=
	    (ssize_t)sizeof(seed))
		seed = (uint64_t)clock_microseconds(); /* early in a boot */
}

struct rate {
	const struct gantry_rate_options *options;
	int64_t interval; /* µs that a request costs */
	int64_t burst; /* µs that a client may be ahead */
};

int
gantry_rate_open(const void *options, const struct gantry_settings *settings,
    void **state, struct gantry_error *error)
{
	const struct gantry_rate_options *given = options;
	struct rate *rate;

	(void)settings;
	if (given->count < 1 || given->seconds < 1)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "a rate is of one request or more in one second or more");
	if (places == NULL)
		return gantry_error_set(error, GANTRY_ERROR_MEMORY,
		    "there is no memory to share with other workers");
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
 * What of ADDRESS, a text, tells clients apart, in BYTES: an IPv4 address
 * however it is written; 64 bits of an IPv6 one, which a site, and often one
 * client, has.  Returns how many bytes that are, or 0.
 */
static size_t
reduce(const char *address, struct in6_addr *bytes)
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
 * A number for the client, not 0.  No one outside can foretell it, and so find
 * clients that share a place and push each other out of it.
 */
static uint64_t
identify(const struct rate *rate, const char *address)
{
	const char *name = rate->options->name;
	uint64_t hash = seed;
	struct in6_addr bytes;
	size_t length;

	if (name != NULL)
		hash = XXH3_64bits_withSeed(name, strlen(name), hash);
	if (address == NULL)
		address = "";
	length = reduce(address, &bytes);
	hash = length > 0
	    ? XXH3_64bits_withSeed(&bytes, length, hash)
	    : XXH3_64bits_withSeed(address, strlen(address), hash);
	return hash != 0 ? hash : 1;
}

/*
 * The place of CLIENT, or else one whose client is through at NOW, or else the
 * one that will be first.
 */
static struct place *
find_place(uint64_t client, int64_t now)
{
	struct place *place, *best = NULL;
	int64_t through, least = INT64_MAX;
	unsigned i;

	for (i = 0; i < PROBES; i++) {
		place = &places[(client + i) % PLACES];
		if (atomic_load(&place->client) == client)
			return place;
		through = atomic_load(&place->through);
		if (through < least) {
			least = through;
			best = place;
		}
	}
	/* In this order no one has to wait for the one before. */
	atomic_store(&best->through, now);
	atomic_store(&best->client, client);
	return best;
}

/* The microseconds until CLIENT may ask; 0 or less: it did. */
static int64_t
take(const struct rate *rate, uint64_t client, int64_t now)
{
	struct place *place = find_place(client, now);
	int64_t through = atomic_load(&place->through), next;

	do {
		next = (through > now ? through : now) + rate->interval;
		if (next - now > rate->burst)
			return next - now - rate->burst;
	} while (
	    !atomic_compare_exchange_weak(&place->through, &through, next));
	return 0;
}

/* 429; WAIT is in microseconds. */
static int
refuse(struct gantry_request *request, struct gantry_response *response,
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
		    "A client may ask %lld times in %lld seconds.",
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
	uint64_t client = identify(rate, gantry_request_remote_addr(request));
	int64_t wait = take(rate, client, clock_microseconds());

	return wait > 0 ? refuse(request, response, rate->options, wait) : 0;
}
