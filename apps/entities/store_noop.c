/*
 * The store without data: ten publications, pub0 to pub9 with counts 0 to 9,
 * and in each ten words, ent0 to ent9 with counts 0 to 9, listed in that order.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "entities/store.h"

#define NOOP_COUNT 10

static int
refresh(struct store *store, struct gantry_error *error)
{
	(void)store;
	(void)error;
	return 0;
}

static const char *
complaint(struct store *store)
{
	(void)store;
	return NULL;
}

static const char *
generation(struct store *store)
{
	(void)store;
	return "noop";
}

/* PREFIX0 to PREFIX9, from number FIRST on, at most LIMIT of them. */
static int
list(const char *prefix, int64_t first, int64_t limit, store_visit *visit,
    void *argument, struct gantry_error *error)
{
	char name[16];
	struct store_row row = { .name = name };

	for (row.count = first; row.count < NOOP_COUNT && limit > 0;
	     row.count++, limit--) {
		row.length = (size_t)snprintf(
		    name, sizeof(name), "%s%d", prefix, (int)row.count);
		if (visit(argument, &row) == -1)
			return gantry_error_set(
			    error, GANTRY_ERROR_MEMORY, "out of memory");
	}
	return 0;
}

static int
publications(struct store *store, store_visit *visit, void *argument,
    struct gantry_error *error)
{
	(void)store;
	return list("pub", 0, NOOP_COUNT, visit, argument, error);
}

static int
frequencies(struct store *store, const struct store_page *page, bool *found,
    store_visit *visit, void *argument, struct gantry_error *error)
{
	const char *name = page->publication;
	int64_t first = 0;

	(void)store;
	*found = strlen(name) == 4 && strncmp(name, "pub", 3) == 0 &&
	    name[3] >= '0' && name[3] <= '9';
	if (!*found)
		return 0;
	if (page->after_word != NULL && page->after_count >= NOOP_COUNT)
		return 0;
	if (page->after_word != NULL && page->after_count >= 0)
		first = page->after_count + 1;
	return list("ent", first, page->limit, visit, argument, error);
}

static void
free_store(struct store *store)
{
	free(store);
}

struct store *
store_noop_new(void)
{
	struct store *store = malloc(sizeof(*store));

	if (store != NULL)
		*store = (struct store){
			.refresh = refresh,
			.complaint = complaint,
			.generation = generation,
			.publications = publications,
			.frequencies = frequencies,
			.free = free_store,
		};
	return store;
}
