#ifndef UNIT_ENTITIES_ROWS_H
#define UNIT_ENTITIES_ROWS_H

#include "entities/store.h"
#include "gantry/buffer.h"

/*
 * What a store gives, written down: "name=count " for each row.
 */

struct rows {
	struct gantry_buffer text;
	struct gantry_buffer last; /* the last row's name, NUL-terminated */
	int64_t last_count;
	size_t count;
};

/* Free what ROWS holds; it begins as { 0 }. */
void rows_clear(struct rows *rows);

/* A store_visit whose argument is a struct rows. */
store_visit rows_add;

/* A visitor that fails. */
extern const struct store_visitor rows_failing;

/* Do STORE's publications read EXPECTED? */
void rows_assert_publications(struct store *store, const char *expected);

/* Does the page of words read EXPECTED?  NULL: no such publication. */
void rows_assert_page(
    struct store *store, const struct store_page *page, const char *expected);

/* Walk all words of PUBLICATION by pages of LIMIT; they must read EXPECTED. */
void rows_assert_walk(struct store *store, const char *publication,
    int64_t limit, const char *expected);

/* Do the publications with WORD read EXPECTED?  NULL: there is none. */
void rows_assert_entity(
    struct store *store, const char *word, const char *expected);

/* Do the words found read EXPECTED?  NULL: no such publication. */
void rows_assert_search(struct store *store, const struct store_search *search,
    const char *expected);

#endif
