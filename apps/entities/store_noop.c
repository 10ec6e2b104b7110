/*
 * The store without data: ten publications, pub0 to pub9 with counts 0 to 9,
 * and in each ten words, ent0 to ent9 with counts 0 to 9, in that order.  A
 * search lists them in reverse, since the largest count comes first.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/cache/fold.h"
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
pop_error(struct store *store)
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

/* Visit PREFIX0 to PREFIX9 from number FIRST on, at most LIMIT of them. */
static int
list(const char *prefix, int64_t first, int64_t limit,
    const struct store_visitor *visitor, struct gantry_error *error)
{
	char name[16];
	struct store_row row = { .name = name };

	for (row.count = first; row.count < NOOP_COUNT && limit > 0;
	     row.count++, limit--) {
		row.length = (size_t)snprintf(
		    name, sizeof(name), "%s%d", prefix, (int)row.count);
		if (visitor->visit(visitor->argument, &row) == -1)
			return gantry_error_memory(error);
	}
	return 0;
}

static int
publications(struct store *store, const struct store_visitor *visitor,
    struct gantry_error *error)
{
	(void)store;
	return list("pub", 0, NOOP_COUNT, visitor, error);
}

/* The digit after PREFIX, three letters, in NAME; or -1. */
static int
number_of(const char *name, const char *prefix)
{
	if (strlen(name) != 4 || strncmp(name, prefix, 3) != 0 ||
	    name[3] < '0' || name[3] > '9')
		return -1;
	return name[3] - '0';
}

static int
frequencies(struct store *store, const struct store_page *page, bool *found,
    const struct store_visitor *visitor, struct gantry_error *error)
{
	int64_t first = 0;

	(void)store;
	*found = number_of(page->publication, "pub") != -1;
	if (!*found)
		return 0;
	if (page->after_word != NULL && page->after_count >= NOOP_COUNT)
		return 0;
	if (page->after_word != NULL && page->after_count >= 0)
		first = page->after_count + 1;
	return list("ent", first, page->limit, visitor, error);
}

/* Visit the row PREFIX NUMBER with COUNT. */
static int
visit_one(const char *prefix, int number, int64_t count,
    const struct store_visitor *visitor, struct gantry_error *error)
{
	char name[16];
	const struct store_row row = {
		.name = name,
		.length = (size_t)snprintf(
		    name, sizeof(name), "%s%d", prefix, number),
		.count = count,
	};

	if (visitor->visit(visitor->argument, &row) == -1)
		return gantry_error_memory(error);
	return 0;
}

static int
entity(struct store *store, const char *word, bool *found,
    const struct store_visitor *visitor, struct gantry_error *error)
{
	int number = number_of(word, "ent"), i;

	(void)store;
	*found = number != -1;
	for (i = 0; *found && i < NOOP_COUNT; i++)
		if (visit_one("pub", i, number, visitor, error) == -1)
			return -1;
	return 0;
}

/* Does the word with NUMBER begin with FOLDED? */
static bool
begins(int number, const struct gantry_buffer *folded)
{
	char name[16];
	size_t length = (size_t)snprintf(name, sizeof(name), "ent%d", number);

	return folded->length <= length &&
	    (folded->length == 0 ||
		memcmp(name, folded->data, folded->length) == 0);
}

static int
search(struct store *store, const struct store_search *wanted, bool *found,
    const struct store_visitor *visitor, struct gantry_error *error)
{
	const char *publication = wanted->publication;
	struct gantry_buffer folded = { 0 };
	int64_t left = wanted->limit;
	int i, result = 0;

	(void)store;
	*found = publication == NULL || number_of(publication, "pub") != -1;
	if (fold_text(&folded, wanted->prefix, strlen(wanted->prefix)) == -1)
		result = gantry_error_memory(error);
	for (i = NOOP_COUNT - 1; *found && result == 0 && i >= 0 && left > 0;
	     i--) {
		if (!begins(i, &folded))
			continue;
		result = visit_one("ent", i,
		    publication == NULL ? (int64_t)i * NOOP_COUNT : i, visitor,
		    error);
		left--;
	}
	gantry_buffer_clear(&folded);
	return result;
}

/* All publications mention each word equally often. */
static int
distinctive(struct store *store, const struct store_page *page, bool *found,
    const struct store_visitor *visitor, struct gantry_error *error)
{
	(void)store;
	(void)visitor;
	(void)error;
	*found = number_of(page->publication, "pub") != -1;
	return 0;
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
			.has_images = true,
			.refresh = refresh,
			.pop_error = pop_error,
			.generation = generation,
			.publications = publications,
			.frequencies = frequencies,
			.entity = entity,
			.search = search,
			.distinctive = distinctive,
			.free = free_store,
		};
	return store;
}
