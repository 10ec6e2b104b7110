/*
 * Requests are found by their id, in a time that does not grow with their
 * number.
 */
#include <stdlib.h>

#include "gate/transport/fcgi_table.h"
#include "unit.h"

#define FACTOR 0x9e3779b9

static struct fcgi_table table;

static struct fcgi_entry *
add(uint16_t id)
{
	struct fcgi_entry *request = calloc(1, sizeof(*request));

	request->id = id;
	fcgi_table_add(&table, request);
	return request;
}

static void
drop(struct fcgi_entry *request)
{
	fcgi_table_remove(&table, request);
	free(request);
}

/* The most requests that a look-up may compare. */
static size_t
longest_chain(void)
{
	const struct fcgi_entry *request;
	size_t i, length, longest = 0;

	for (i = 0; i < (size_t)1 << table.bits; i++) {
		length = 0;
		for (request = table.chains[i]; request != NULL;
		     request = request->next)
			length++;
		if (length > longest)
			longest = length;
	}
	return longest;
}

START_TEST(a_request_is_found_until_it_is_removed)
{
	struct fcgi_entry *one, *other;

	fcgi_table_init(&table, FACTOR);
	ck_assert_ptr_null(fcgi_table_find(&table, 1));
	one = add(1);
	other = add(65535);
	ck_assert_ptr_eq(fcgi_table_find(&table, 1), one);
	ck_assert_ptr_eq(fcgi_table_find(&table, 65535), other);
	ck_assert_ptr_null(fcgi_table_find(&table, 2));
	drop(one);
	ck_assert_ptr_null(fcgi_table_find(&table, 1));
	ck_assert_ptr_eq(fcgi_table_find(&table, 65535), other);
	drop(other);
	fcgi_table_clear(&table);
}
END_TEST

START_TEST(all_ids_are_found)
{
	static struct fcgi_entry *requests[65536];
	unsigned id;

	fcgi_table_init(&table, FACTOR);
	for (id = 1; id < 65536; id++)
		requests[id] = add((uint16_t)id);
	ck_assert_uint_le(longest_chain(), 8);
	for (id = 1; id < 65536; id++)
		ck_assert_ptr_eq(
		    fcgi_table_find(&table, (uint16_t)id), requests[id]);
	for (id = 65535; id > 0; id--)
		drop(requests[id]);
	ck_assert_ptr_eq(table.chains, table.first);
	fcgi_table_clear(&table);
}
END_TEST

START_TEST(ids_with_a_step_do_not_meet_in_one_chain)
{
	static struct fcgi_entry *requests[65536];
	unsigned step, id;

	for (step = 2; step <= 256; step *= 2) {
		fcgi_table_init(&table, FACTOR);
		for (id = step; id < 65536; id += step)
			requests[id] = add((uint16_t)id);
		ck_assert_msg(longest_chain() <= 8, "%zu with a step of %u",
		    longest_chain(), step);
		for (id = step; id < 65536; id += step)
			drop(requests[id]);
		fcgi_table_clear(&table);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_request_is_found_until_it_is_removed,
		all_ids_are_found,
		ids_with_a_step_do_not_meet_in_one_chain,
		NULL,
	};

	return unit_run("gate/fcgi_table", tests);
}
