/*
 * Looking up words by their spelling or by a prefix.  For a prefix that many
 * words have, a table holds the most frequent ones; for any other prefix all
 * its words are read.
 */
#include <string.h>

#include "data/cache/fold.h"
#include "entities/lookup.h"

/* The number of a publication that means all of them. */
#define ALL_PUBLICATIONS 0

/* Fold TEXT into FOLDED, whose data is not NULL even when it is empty. */
static int
fold(struct gantry_buffer *folded, const char *text, struct gantry_error *error)
{
	fold_text(folded, text, strlen(text));
	if (gantry_buffer_putc(folded, '\0') == -1)
		return gantry_error_memory(error);
	folded->length--;
	return 0;
}

int
lookup_publication(struct queries *queries, const char *name, int64_t *id,
    struct gantry_error *error)
{
	db_bind_text(queries->of[QUERY_PUBLICATION_ID], 1, name, strlen(name));
	return queries_find(queries, QUERY_PUBLICATION_ID, id, error);
}

int
lookup_entity(struct queries *queries, const char *word, bool *found,
    const struct store_visitor *visitor, struct gantry_error *error)
{
	struct db_statement *statement = queries->of[QUERY_ENTITY];
	struct gantry_buffer folded = { 0 };
	int64_t rows = fold(&folded, word, error);

	if (rows == 0) {
		/* The walk may be paused, and outlive the buffers here. */
		db_bind_text_copy(statement, 1, folded.data, folded.length);
		db_bind_text(statement, 2, word, strlen(word));
		rows = queries_walk(queries, QUERY_ENTITY, visitor, error);
	}
	gantry_buffer_clear(&folded);
	*found = rows > 0;
	return rows == -1 ? -1 : 0;
}

/* The range to search: from the folded prefix up to END, which is excluded. */
struct range {
	int64_t publication, limit;
	struct gantry_buffer first, end;
};

/*
 * The prefix with its last byte incremented sorts after everything that begins
 * with the prefix.  No byte of UTF-8 is 0xff, so each can be incremented.
 */
static int
range_init(struct range *range, const struct store_search *search,
    struct gantry_error *error)
{
	const char *const behind_all = "\xff";
	struct gantry_buffer *end = &range->end;

	*range = (struct range){
		.publication = ALL_PUBLICATIONS,
		.limit = search->limit,
	};
	if (fold(&range->first, search->prefix, error) == -1)
		return -1;
	if (range->first.length == 0)
		gantry_buffer_puts(end, behind_all);
	else if (gantry_buffer_add(
		     end, range->first.data, range->first.length) == 0)
		end->data[end->length - 1] =
		    (char)(end->data[end->length - 1] + 1);
	if (gantry_buffer_failed(end))
		return gantry_error_memory(error);
	return 0;
}

static void
range_clear(struct range *range)
{
	gantry_buffer_clear(&range->first);
	gantry_buffer_clear(&range->end);
}

static void
bind_range(struct queries *queries, enum query which, const struct range *range)
{
	struct db_statement *statement = queries->of[which];

	if (which != QUERY_SEARCH_ALL)
		db_bind_integer(statement, 1, range->publication);
	db_bind_integer(statement, 2, range->limit);
	/* As above. */
	db_bind_text_copy(statement, 3, range->first.data, range->first.length);
	if (which != QUERY_SEARCH_BEST)
		db_bind_text_copy(
		    statement, 4, range->end.data, range->end.length);
}

/* Returns how many words were found, or -1. */
static int64_t
search_range(struct queries *queries, const struct range *range,
    const struct store_visitor *visitor, struct gantry_error *error)
{
	enum query which = range->publication == ALL_PUBLICATIONS
	    ? QUERY_SEARCH_ALL
	    : QUERY_SEARCH_ONE;
	int64_t rows;

	bind_range(queries, QUERY_SEARCH_BEST, range);
	rows = queries_walk(queries, QUERY_SEARCH_BEST, visitor, error);
	if (rows != 0)
		return rows;
	bind_range(queries, which, range);
	return queries_walk(queries, which, visitor, error);
}

int
lookup_search(struct queries *queries, const struct store_search *search,
    bool *found, const struct store_visitor *visitor,
    struct gantry_error *error)
{
	struct range range;
	int64_t result = range_init(&range, search, error);

	*found = false;
	if (result == 0)
		result = search->publication == NULL
		    ? 1
		    : lookup_publication(queries, search->publication,
			  &range.publication, error);
	*found = result == 1;
	if (*found)
		result = search_range(queries, &range, visitor, error);
	range_clear(&range);
	return result == -1 ? -1 : 0;
}

/* Find the number of mentions of the publication ID, and of all. */
static int
find_mentions(struct queries *queries, int64_t id, struct likelihood *counts,
    struct gantry_error *error)
{
	int64_t here = 0, all = queries->all_mentions;

	db_bind_integer(queries->of[QUERY_MENTIONS], 1, id);
	if (queries_find(queries, QUERY_MENTIONS, &here, error) == -1)
		return -1;
	/* Reading all words takes long; this is done once for a cache. */
	if (all == 0 &&
	    queries_find(queries, QUERY_ALL_MENTIONS, &all, error) == -1)
		return -1;
	queries->all_mentions = all;
	counts->all_here = (double)here;
	counts->all_elsewhere = (double)all - (double)here;
	return 0;
}

/* Score the row of a word, and add it if it is distinctive. */
static int
rank(struct db_statement *row, struct likelihood *counts,
    struct ranking *ranking)
{
	struct ranked ranked;
	size_t length;

	ranked.word = (char *)db_column_text(row, 0, &length);
	ranked.length = length;
	ranked.count = db_column_integer(row, 1);
	counts->here = (double)(ranked.count > 0 ? ranked.count : 0);
	counts->elsewhere =
	    (double)db_column_integer(row, 2) - (double)ranked.count;
	if (counts->elsewhere < 0)
		counts->elsewhere = 0;
	ranked.score = likelihood_get(counts);
	return ranked.score > 0 ? ranking_add(ranking, &ranked) : 0;
}

int
lookup_distinctive(struct queries *queries, int64_t id, struct ranking *ranking,
    struct gantry_error *error)
{
	struct db_statement *row = queries->of[QUERY_DISTINCTIVE];
	struct likelihood counts = { 0 };
	int result = find_mentions(queries, id, &counts, error);

	if (result == -1)
		return -1;
	queries_begin(queries, QUERY_DISTINCTIVE);
	db_bind_integer(row, 1, id);
	while ((result = db_step(row, error)) == 1)
		if (rank(row, &counts, ranking) == -1) {
			result = gantry_error_memory(error);
			break;
		}
	db_reset(row);
	queries_end(queries, QUERY_DISTINCTIVE);
	ranking_sort(ranking);
	return result;
}
