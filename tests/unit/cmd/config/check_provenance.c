/*
 * What was said last, and by whom.
 */
#include <string.h>

#include "cmd/config/provenance.h"
#include "unit.h"

static const char a[] = "a", b[] = "b", one[] = "one", two[] = "two";

static struct provenance_list list;

static void
say(const void *subject, const void *owner, enum config_source source,
    const char *value)
{
	char place[] = "place", copy[16] = "";
	const struct provenance provenance = { subject, owner, false, source,
		place, copy };

	strcat(copy, value);
	ck_assert_int_eq(provenance_add(&list, &provenance), 0);
	memset(place, 'x', sizeof(place) - 1);
	memset(copy, 'x', sizeof(copy) - 1);
}

START_TEST(the_last_value_is_in_force)
{
	ck_assert_ptr_null(provenance_last(&list, a, NULL));
	say(a, NULL, CONFIG_FILE, "1");
	say(b, NULL, CONFIG_FILE, "2");
	say(a, NULL, CONFIG_ENVIRONMENT, "3");
	ck_assert_str_eq(provenance_last(&list, a, NULL)->value, "3");
	ck_assert_int_eq(
	    provenance_last(&list, a, NULL)->source, CONFIG_ENVIRONMENT);
	ck_assert_str_eq(provenance_last(&list, b, NULL)->value, "2");
	ck_assert_str_eq(provenance_last(&list, b, NULL)->place, "place");
	provenance_clear(&list);
	provenance_clear(&list);
	ck_assert_ptr_null(provenance_last(&list, a, NULL));
}
END_TEST

START_TEST(settings_of_two_owners_are_told_apart)
{
	say(a, one, CONFIG_FILE, "1");
	say(a, two, CONFIG_FILE, "2");
	ck_assert_str_eq(provenance_last(&list, a, one)->value, "1");
	ck_assert_str_eq(provenance_last(&list, a, two)->value, "2");
	ck_assert_ptr_null(provenance_last(&list, a, NULL));
	provenance_clear(&list);
}
END_TEST

START_TEST(a_list_has_the_values_of_its_last_source)
{
	size_t position = 0;

	ck_assert_ptr_null(provenance_next(&list, a, &position));
	say(a, NULL, CONFIG_FILE, "1");
	say(a, NULL, CONFIG_COMMAND_LINE, "2");
	say(b, NULL, CONFIG_COMMAND_LINE, "3");
	say(a, one, CONFIG_COMMAND_LINE, "4");
	say(a, NULL, CONFIG_COMMAND_LINE, "5");
	ck_assert_str_eq(provenance_next(&list, a, &position)->value, "2");
	ck_assert_str_eq(provenance_next(&list, a, &position)->value, "5");
	ck_assert_ptr_null(provenance_next(&list, a, &position));
	ck_assert_ptr_null(provenance_next(&list, a, &position));
	provenance_clear(&list);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_last_value_is_in_force,
		settings_of_two_owners_are_told_apart,
		a_list_has_the_values_of_its_last_source,
		NULL,
	};

	return unit_run("cmd/provenance", tests);
}
