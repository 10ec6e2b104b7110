/*
 * The records of the counters: each slot of the scoreboard has one, and no two
 * have a name in common.
 */
#include <ctype.h>
#include <string.h>

#include "serve/observe/counters.h"
#include "unit.h"

static size_t
slots_of(const struct counter *counter)
{
	size_t count = 0;

	while (counter->values != NULL && counter->values[count] != NULL)
		count++;
	return counter->values != NULL ? count : 1;
}

START_TEST(each_slot_belongs_to_one_counter)
{
	unsigned owners[COUNTER_SLOTS] = { 0 };
	size_t i, j;

	for (i = 0; i < counter_count; i++)
		for (j = 0; j < slots_of(&counters[i]); j++) {
			ck_assert_uint_lt(counters[i].slot + j, COUNTER_SLOTS);
			owners[counters[i].slot + j]++;
		}
	for (i = 0; i < COUNTER_SLOTS; i++)
		ck_assert_msg(
		    owners[i] == 1, "slot %zu has %u counters", i, owners[i]);
}
END_TEST

static bool
is_name(const char *text)
{
	for (; *text != '\0'; text++)
		if (!islower((unsigned char)*text) && *text != '_')
			return false;
	return true;
}

START_TEST(names_are_unique_and_fit_both_formats)
{
	const struct counter *counter, *other;

	for (counter = counters; counter < counters + counter_count;
	     counter++) {
		ck_assert(is_name(counter->member) && is_name(counter->metric));
		ck_assert_int_eq(strncmp(counter->metric, "gantry_", 7), 0);
		ck_assert_ptr_nonnull(counter->help);
		ck_assert(
		    (counter->label != NULL) == (counter->values != NULL));
		ck_assert((counter->line != COUNTER_LINE_NONE) ==
		    (counter->text != NULL));
		for (other = counters; other < counter; other++) {
			ck_assert_str_ne(other->member, counter->member);
			ck_assert_str_ne(other->metric, counter->metric);
		}
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_slot_belongs_to_one_counter,
		names_are_unique_and_fit_both_formats,
		NULL,
	};

	return unit_run("serve/counters", tests);
}
