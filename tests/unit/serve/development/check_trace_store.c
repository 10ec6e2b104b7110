/*
 * The pages that are kept.
 */
#include <stdio.h>
#include <string.h>

#include "serve/development/trace_store.h"
#include "unit.h"

static struct gantry_buffer page;
static char seen[16];
static unsigned count;

static void
put(const char *id, const char *text)
{
	gantry_buffer_reset(&page);
	gantry_buffer_puts(&page, text);
	ck_assert_int_eq(trace_store_put(unit_path(NULL), id, &page), 0);
}

static int
get(const char *id)
{
	gantry_buffer_reset(&page);
	return trace_store_get(unit_path(NULL), id, &page);
}

static void
note(void *owner, const char *id)
{
	(void)owner;
	if (count++ == 0)
		snprintf(seen, sizeof(seen), "%s", id);
}

START_TEST(a_page_is_read_by_its_id)
{
	put("a-1", "one");
	put("b.2", "two");
	put("a-1", "three");
	ck_assert_int_eq(get("a-1"), 0);
	ck_assert_mem_eq(page.data, "three", 5);
	ck_assert_uint_eq(page.length, 5);
	ck_assert_int_eq(get("b.2"), 0);
	ck_assert_int_eq(get("c"), -1);
	ck_assert_uint_eq(unit_count_files(), 2);
	gantry_buffer_clear(&page);
}
END_TEST

START_TEST(an_id_does_not_lead_to_other_files)
{
	char longest[130];

	memset(longest, 'a', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	unit_write_text(unit_path("trace-.html"), "x");
	unit_write_text(unit_path("pid"), "1");
	ck_assert_int_eq(get(""), -1);
	ck_assert_int_eq(get("../pid"), -1);
	ck_assert_int_eq(get("a/b"), -1);
	ck_assert_int_eq(get("a b"), -1);
	ck_assert_int_eq(get(longest), -1);
	ck_assert(trace_store_has_name(longest + 1));
	gantry_buffer_clear(&page);
}
END_TEST

START_TEST(the_oldest_pages_are_removed)
{
	char id[16];
	unsigned i;

	for (i = 0; i < TRACE_STORE_MAX + 64; i++) {
		snprintf(id, sizeof(id), "%u", i);
		put(id, id);
	}
	ck_assert_uint_lt(unit_count_files(), TRACE_STORE_MAX + 33);
	ck_assert_int_eq(get(id), 0);
	trace_store_each(unit_path(NULL), note, NULL);
	ck_assert_uint_eq(count, TRACE_STORE_MAX);
	gantry_buffer_clear(&page);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_page_is_read_by_its_id,
		an_id_does_not_lead_to_other_files,
		the_oldest_pages_are_removed,
		NULL,
	};

	return unit_run("trace_store", tests);
}
