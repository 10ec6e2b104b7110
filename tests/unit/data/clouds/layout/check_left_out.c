/*
 * How many words are left out, in words.
 */
#include <string.h>

#include "data/clouds/layout/left_out.h"
#include "unit.h"

START_TEST(each_cause_has_a_name_and_a_text)
{
	struct left_out left_out = { { 0 } }, all = { { 0 } };
	struct gantry_buffer text = { 0 };
	int i, j;

	left_out_put(&left_out, &text);
	ck_assert_uint_eq(text.length, 0);
	for (i = 0; i < LEFT_OUT_CAUSES; i++) {
		ck_assert_ptr_nonnull(left_out_names[i]);
		for (j = 0; j < i; j++)
			ck_assert_str_ne(left_out_names[i], left_out_names[j]);
		left_out.counts[i] = 1;
	}
	left_out_add(&all, &left_out);
	left_out_add(&all, &left_out);
	ck_assert_uint_eq(left_out_total(&all), 2 * LEFT_OUT_CAUSES);
	left_out_put(&all, &text);
	gantry_buffer_putc(&text, '\0');
	ck_assert_ptr_nonnull(strstr(text.data, "2 for lack of room, 2 "));
	gantry_buffer_clear(&text);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_cause_has_a_name_and_a_text,
		NULL,
	};

	return unit_run("clouds/left_out", tests);
}
