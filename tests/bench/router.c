/*
 * Measures how long it takes to find a route among 10, 100 and 1,000:
 *
 *	router [LOOKUPS]
 *
 * Every resource has a list, an item, the list in an item, an item of that, and
 * a file with two fields in its name.  Successive paths belong to different
 * resources.  The figure is the minimum of ROUNDS, in nanoseconds of CPU time.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "web/routing/router.h"

#define LOOKUPS	   1000000
#define ROUNDS	   5
#define ROUTES_MAX 1000
#define STRIDE	   7 /* has no common factor with the numbers of routes */

static const struct {
	const char *template, *path;
} kinds[] = {
	{ "/api/resource%zu", "/api/resource%zu" },
	{ "/api/resource%zu/{id:int}", "/api/resource%zu/4711" },
	{ "/api/resource%zu/{id:int}/items", "/api/resource%zu/4711/items" },
	{ "/api/resource%zu/{id:int}/items/{item}",
	    "/api/resource%zu/4711/items/name" },
	{ "/api/resource%zu/{name}.{type}", "/api/resource%zu/picture.png" },
};
#define KIND_COUNT (sizeof(kinds) / sizeof(kinds[0]))

static char templates[ROUTES_MAX][64], paths[ROUTES_MAX][64];

static void
name_routes(void)
{
	size_t i;

	for (i = 0; i < ROUTES_MAX; i++) {
		snprintf(templates[i], sizeof(templates[i]),
		    kinds[i % KIND_COUNT].template, i / KIND_COUNT);
		snprintf(paths[i], sizeof(paths[i]), kinds[i % KIND_COUNT].path,
		    i / KIND_COUNT);
	}
}

static struct router *
new_router(size_t count)
{
	struct router *router = router_new(NULL);
	struct gantry_error error;
	size_t i;

	if (router == NULL)
		errx(1, "out of memory");
	for (i = 0; i < count; i++)
		if (router_add(router, templates[i], templates[i], &error) ==
		    NULL)
			errx(1, "%s", error.text);
	return router;
}

static double
now(void)
{
	struct timespec time;

	if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) == -1)
		err(1, "clock_gettime");
	return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

/* Return the nanoseconds of one lookup among COUNT routes. */
static double
measure(size_t count, size_t lookups)
{
	struct router *router = new_router(count);
	double best = 0, start, taken;
	struct routed_path path = { 0 };
	struct match match;
	size_t i, index = 0;
	int round;

	for (round = 0; round < ROUNDS; round++) {
		start = now();
		for (i = 0; i < lookups; i++) {
			path.text = paths[index];
			if (router_find(router, &path, &match) !=
			    templates[index])
				errx(1, "%s is not found", paths[index]);
			index = (index + STRIDE) % count;
		}
		taken = (now() - start) / (double)lookups;
		if (round == 0 || taken < best)
			best = taken;
	}
	router_free(router);
	return best;
}

int
main(int argc, char *argv[])
{
	static const size_t counts[] = { 10, 100, 1000 };
	size_t lookups = LOOKUPS, i;
	double figures[3];

	if (argc == 2)
		lookups = strtoul(argv[1], NULL, 10);
	if (argc > 2 || lookups == 0) {
		fprintf(stderr, "usage: router [LOOKUPS]\n");
		return 2;
	}
	name_routes();
	for (i = 0; i < 3; i++) {
		figures[i] = measure(counts[i], lookups);
		printf("router: %4zu routes: %6.1f ns a lookup\n", counts[i],
		    figures[i]);
	}
	printf("router: 1,000 routes cost %.2f times what 10 do\n",
	    figures[2] / figures[0]);
	return 0;
}
