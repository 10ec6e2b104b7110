/*
 * What differs between two documents.
 */
#include <string.h>

#include "data/tables/field_difference.h"
#include "unit.h"

static void
note(void *argument, struct json_part name, const struct json_part *old,
    const struct json_part *new)
{
	gantry_buffer_printf(argument, "%s%.*s ",
	    old == NULL	      ? "+"
		: new == NULL ? "-"
			      : "~",
	    (int)name.length, name.data);
}

static void
differ(const char *old, const char *new, const char *expected)
{
	struct gantry_buffer out = { 0 };

	difference_each((struct json_part){ old, strlen(old) },
	    (struct json_part){ new, strlen(new) }, note, &out);
	gantry_buffer_putc(&out, '\0');
	ck_assert_str_eq(out.data, expected);
	gantry_buffer_clear(&out);
}

START_TEST(fields_are_added_removed_and_changed)
{
	differ("{\"a\":1,\"b\":2,\"d\":4}", "{\"b\":3,\"c\":1,\"d\":4}",
	    "-a ~b +c ");
	differ("{}", "{\"a\":1}", "+a ");
	differ("{\"a\":1}", "{}", "-a ");
	differ("{\"a\":1}", "{\"a\":1}", "");
}
END_TEST

/* An escape sorts as what it stands for: a tab is before a. */
START_TEST(names_with_escapes_are_in_order)
{
	differ("{\"\\t\":1,\"a\":1}", "{\"a\":1}", "-\\t ");
	differ("{\"a\":1}", "{\"\\t\":1,\"a\":1}", "+\\t ");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		fields_are_added_removed_and_changed,
		names_with_escapes_are_in_order,
		NULL,
	};

	return unit_run("tables/field_difference", tests);
}
