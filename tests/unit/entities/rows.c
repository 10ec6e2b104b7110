/*
 * What a store gives, written down.
 */
#include <check.h>
#include <inttypes.h>
#include <string.h>

#include "entities/rows.h"

void
rows_clear(struct rows *rows)
{
	gantry_buffer_clear(&rows->text);
	gantry_buffer_clear(&rows->last);
	*rows = (struct rows){ 0 };
}

int
rows_add(void *argument, const struct store_row *row)
{
	struct rows *rows = argument;

	ck_assert_uint_eq(strlen(row->name), row->length);
	gantry_buffer_printf(
	    &rows->text, "%s=%" PRId64 " ", row->name, row->count);
	gantry_buffer_reset(&rows->last);
	gantry_buffer_add(&rows->last, row->name, row->length + 1);
	rows->last_count = row->count;
	rows->count++;
	return 0;
}

static int
fail_visit(void *argument, const struct store_row *row)
{
	(void)argument;
	(void)row;
	return -1;
}

const struct store_visitor rows_failing = { .visit = fail_visit };

static void
assert_text(struct rows *rows, const char *expected)
{
	gantry_buffer_putc(&rows->text, '\0');
	ck_assert_str_eq(rows->text.data, expected);
}

void
rows_assert_publications(struct store *store, const char *expected)
{
	struct rows rows = { 0 };
	const struct store_visitor visitor = { rows_add, &rows };
	struct gantry_error error;

	ck_assert_int_eq(store->publications(store, &visitor, &error), 0);
	assert_text(&rows, expected);
	rows_clear(&rows);
}

/* Add a page to ROWS.  Returns whether there is such a publication. */
static bool
read_page(struct store *store, const struct store_page *page, struct rows *rows)
{
	const struct store_visitor visitor = { rows_add, rows };
	struct gantry_error error;
	bool found;

	ck_assert_msg(
	    store->frequencies(store, page, &found, &visitor, &error) == 0,
	    "%s", error.text);
	return found;
}

void
rows_assert_page(
    struct store *store, const struct store_page *page, const char *expected)
{
	struct rows rows = { 0 };
	bool found = read_page(store, page, &rows);

	ck_assert_int_eq(found, expected != NULL);
	assert_text(&rows, expected != NULL ? expected : "");
	rows_clear(&rows);
}

void
rows_assert_walk(struct store *store, const char *publication, int64_t limit,
    const char *expected)
{
	struct store_page page = {
		.publication = publication,
		.limit = limit,
	};
	struct rows rows = { 0 };
	size_t before;

	do {
		before = rows.count;
		ck_assert(read_page(store, &page, &rows));
		ck_assert_int_le((int64_t)(rows.count - before), limit);
		page.after_word = rows.last.data;
		page.after_count = rows.last_count;
	} while ((int64_t)(rows.count - before) == limit);
	before = rows.count;
	if (page.after_word != NULL)
		ck_assert(read_page(store, &page, &rows));
	ck_assert_uint_eq(rows.count, before);
	assert_text(&rows, expected);
	rows_clear(&rows);
}

void
rows_assert_entity(struct store *store, const char *word, const char *expected)
{
	struct rows rows = { 0 };
	const struct store_visitor visitor = { rows_add, &rows };
	struct gantry_error error;
	bool found;

	ck_assert_msg(store->entity(store, word, &found, &visitor, &error) == 0,
	    "%s", error.text);
	ck_assert_int_eq(found, expected != NULL);
	assert_text(&rows, expected != NULL ? expected : "");
	rows_clear(&rows);
}

void
rows_assert_search(struct store *store, const struct store_search *search,
    const char *expected)
{
	struct rows rows = { 0 };
	const struct store_visitor visitor = { rows_add, &rows };
	struct gantry_error error;
	bool found;

	ck_assert_msg(
	    store->search(store, search, &found, &visitor, &error) == 0, "%s",
	    error.text);
	ck_assert_int_eq(found, expected != NULL);
	assert_text(&rows, expected != NULL ? expected : "");
	rows_clear(&rows);
}
