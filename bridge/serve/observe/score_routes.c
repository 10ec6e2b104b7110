/*
 * Finding the place of a route.  A thread remembers where it was; only the
 * first request for a route searches the places.
 *
 * In the master, the sums of one worker have the places of its page; others are
 * found by name.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "serve/observe/counters.h"
#include "serve/observe/score_routes.h"

static bool
is_text(const char *in_page, size_t size, const char *text)
{
	return strncmp(in_page, text, size - 1) == 0;
}

static bool
is_named(
    const struct score_route *route, const char *mount, const char *template)
{
	return is_text(route->mount, sizeof(route->mount), mount) &&
	    is_text(route->template, sizeof(route->template), template);
}

static void
copy_text(char *to, size_t size, const char *from)
{
	const size_t length = strnlen(from, size - 1);

	memcpy(to, from, length);
	to[length] = '\0';
}

/* Two threads that name a route at the same time may give it two places. */
static unsigned
search(struct score_route routes[SCORE_ROUTES], const char *mount,
    const char *template)
{
	struct score_route *route;
	unsigned i;
	int state;

	for (i = SCORE_ROUTE_FIRST; i < SCORE_ROUTES; i++) {
		route = &routes[i];
		state = SCORE_ROUTE_FREE;
		if (atomic_compare_exchange_strong(
			&route->state, &state, SCORE_ROUTE_TAKEN)) {
			copy_text(route->mount, sizeof(route->mount), mount);
			copy_text(
			    route->template, sizeof(route->template), template);
			atomic_store(&route->state, SCORE_ROUTE_NAMED);
			return i;
		}
		if (state == SCORE_ROUTE_NAMED &&
		    is_named(route, mount, template))
			return i;
	}
	return SCORE_ROUTE_OTHER;
}

unsigned
score_route_find(struct score_route routes[SCORE_ROUTES],
    struct score_route_lookups *lookups, const char *mount,
    const char *template)
{
	const uintptr_t key =
	    ((uintptr_t)mount >> 4) * 31 + ((uintptr_t) template >> 3);
	const unsigned at = (key ^ key >> 6) % SCORE_ROUTE_LOOKUPS;
	const unsigned known = lookups->entries[at].route;

	/* An application may have used the template's memory again. */
	if (lookups->entries[at].mount == mount &&
	    lookups->entries[at].template == template &&
	    (template == NULL || known == SCORE_ROUTE_OTHER ||
		is_text(routes[known].template, SCORE_TEMPLATE_SIZE, template)))
		return known;
	lookups->entries[at].mount = mount;
	lookups->entries[at].template = template;
	lookups->entries[at].route =
	    search(routes, mount, template != NULL ? template : "");
	return lookups->entries[at].route;
}

struct route_sums *
route_sums_new(void)
{
	struct route_sums *sums = calloc(1, sizeof(*sums));

	if (sums == NULL)
		return NULL;
	strcpy(sums->items[SCORE_ROUTE_OTHER].mount, "other");
	strcpy(sums->items[SCORE_ROUTE_OTHER].template, "other");
	sums->count = SCORE_ROUTE_FIRST;
	return sums;
}

/* Nothing in a name may be taken for an escape: names stay different. */
static void
take_text(char *to, const char *from, size_t size)
{
	memcpy(to, from, size - 1);
	for (; *to != '\0'; to++)
		if ((unsigned char)*to < ' ' || *to == 0x7f || *to == '\\')
			*to = '?';
}

/* Copy the name once; a worker may leave out the NUL, or change it later. */
static void
take_name(struct route_sum *to, const struct score_route *from)
{
	take_text(to->mount, from->mount, sizeof(to->mount));
	take_text(to->template, from->template, sizeof(to->template));
	if (to->mount[0] == '\0')
		strcpy(to->mount, "/");
}

static void
count_route(struct route_sum *to, const struct score_route *from,
    const struct route_limits *most)
{
	size_t i;

	for (i = 0; i < SCORE_CLASSES; i++)
		score_accept(
		    &to->answers[i], &from->answers[i], most->requests);
	score_accept(&to->bytes, &from->bytes, most->bytes);
	score_accept(
	    &to->microseconds, &from->microseconds, most->microseconds);
}

void
route_sums_count(struct route_sums *sums,
    const struct score_route routes[SCORE_ROUTES],
    const struct route_limits *most)
{
	size_t i;

	for (i = 0; i < SCORE_ROUTES; i++) {
		if (i == sums->count &&
		    atomic_load(&routes[i].state) == SCORE_ROUTE_NAMED)
			take_name(&sums->items[sums->count++], &routes[i]);
		if (i >= sums->count)
			return;
		count_route(&sums->items[i], &routes[i], most);
	}
}

/* The place of the route that is named as FROM. */
static struct route_sum *
find_sum(struct route_sums *sums, const struct route_sum *from)
{
	struct route_sum *item;
	size_t i;

	for (i = 0; i < sums->count; i++) {
		item = &sums->items[i];
		if (strcmp(item->mount, from->mount) == 0 &&
		    strcmp(item->template, from->template) == 0)
			return item;
	}
	if (sums->count == ROUTE_SUMS_MAX)
		return &sums->items[SCORE_ROUTE_OTHER];
	item = &sums->items[sums->count++];
	memcpy(item->mount, from->mount, sizeof(item->mount));
	memcpy(item->template, from->template, sizeof(item->template));
	return item;
}

static void
add(struct route_sum *to, const struct route_sum *from)
{
	size_t i;

	for (i = 0; i < SCORE_CLASSES; i++)
		to->answers[i] = score_sum(to->answers[i], from->answers[i]);
	to->bytes = score_sum(to->bytes, from->bytes);
	to->microseconds = score_sum(to->microseconds, from->microseconds);
}

void
route_sums_add(struct route_sums *to, const struct route_sums *from)
{
	size_t i;

	for (i = 0; from != NULL && i < from->count; i++)
		add(find_sum(to, &from->items[i]), &from->items[i]);
}

void
route_sums_total(const struct route_sums *sums, struct route_sum *all)
{
	size_t i;

	*all = (struct route_sum){ 0 };
	for (i = 0; i < sums->count; i++)
		add(all, &sums->items[i]);
}

int64_t
route_sum_requests(const struct route_sum *route)
{
	int64_t requests = 0;
	size_t i;

	for (i = 0; i < SCORE_CLASSES; i++)
		requests = score_sum(requests, route->answers[i]);
	return requests;
}
