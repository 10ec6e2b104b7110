#ifndef SERVE_OBSERVE_SCORE_ROUTES_H
#define SERVE_OBSERVE_SCORE_ROUTES_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What a worker counts by mount and route, in its page (score_page.h).  A route
 * gets a place at its first request and keeps it.  Counting takes neither a
 * lock nor memory, and there are only so many places: a route that finds none
 * is counted in SCORE_ROUTE_OTHER.
 */

#define SCORE_ROUTES	    128
#define SCORE_MOUNT_SIZE    64
#define SCORE_TEMPLATE_SIZE 160

/* The classes of an answer: 0: it was cut off, or the first digit. */
#define SCORE_CLASSES 6

/* The first places have a fixed meaning. */
enum {
	SCORE_ROUTE_NONE, /* no application was called */
	SCORE_ROUTE_OTHER, /* of those without a place */
	SCORE_ROUTE_FIRST,
};

enum score_route_state {
	SCORE_ROUTE_FREE,
	SCORE_ROUTE_TAKEN, /* a thread writes the name */
	SCORE_ROUTE_NAMED,
};

struct score_route {
	atomic_int state; /* enum score_route_state; not of the first places */
	/* The prefix of the mount and the template below it, perhaps cut. */
	char mount[SCORE_MOUNT_SIZE];
	char template[SCORE_TEMPLATE_SIZE];
	atomic_int_least64_t answers[SCORE_CLASSES];
	atomic_int_least64_t bytes, microseconds;
};

/* Where a thread found a route last; all zeros at first. */
#define SCORE_ROUTE_LOOKUPS 64

struct score_route_lookups {
	struct {
		const char *mount, *template; /* mount NULL: none */
		unsigned route;
	} entries[SCORE_ROUTE_LOOKUPS];
};

/*
 * The place of TEMPLATE below MOUNT, a prefix ("" for /), in ROUTES.  TEMPLATE
 * is NULL if the application has none for the request.  MOUNT must outlive
 * LOOKUPS, which belong to the thread.
 */
unsigned score_route_find(struct score_route routes[SCORE_ROUTES],
    struct score_route_lookups *lookups, const char *mount,
    const char *template);

/*
 * What the master knows of mounts and routes, in memory of its own.  It takes
 * over what can be true, as score_slot.h does; names are escaped where they are
 * shown.  The number of routes is bounded: more are added to SCORE_ROUTE_OTHER.
 */

#define ROUTE_SUMS_MAX 512

struct route_sum {
	char mount[SCORE_MOUNT_SIZE]; /* "": no application was called */
	char template[SCORE_TEMPLATE_SIZE]; /* "": the application has none */
	int64_t answers[SCORE_CLASSES];
	int64_t bytes, microseconds;
};

struct route_sums {
	size_t count; /* the first places are always there */
	struct route_sum items[ROUTE_SUMS_MAX];
};

/* Empty sums, to be freed with free(3); NULL with errno set on failure. */
struct route_sums *route_sums_new(void);

/* The most that a worker can have counted. */
struct route_limits {
	int64_t requests, bytes, microseconds;
};

/* Note what ROUTES of a page have counted.  No count becomes smaller. */
void route_sums_count(struct route_sums *sums,
    const struct score_route routes[SCORE_ROUTES],
    const struct route_limits *most);

/* Add FROM to TO, by their names; FROM may be NULL. */
void route_sums_add(struct route_sums *to, const struct route_sums *from);

/* Set ALL to the sums of all routes. */
void route_sums_total(const struct route_sums *sums, struct route_sum *all);

/* The requests of ROUTE, all classes. */
int64_t route_sum_requests(const struct route_sum *route);

#endif
