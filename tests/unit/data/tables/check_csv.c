/*
 * Cells of CSV files.
 */
#include <string.h>

#include "data/tables/csv.h"
#include "unit.h"

#define SIZE(array) (sizeof(array) / sizeof((array)[0]))

START_TEST(texts_are_quoted_where_they_must_be)
{
	static const struct {
		const char *text, *cell, *guarded;
	} cells[] = {
		{ "a b", "a b", "a b" },
		{ "", "\"\"", "\"\"" },
		{ "a,b", "\"a,b\"", "\"a,b\"" },
		{ "say \"a\"", "\"say \"\"a\"\"\"", "\"say \"\"a\"\"\"" },
		{ "a\nb", "\"a\nb\"", "\"a\nb\"" },
		{ "a\rb", "\"a\rb\"", "\"a\rb\"" },
		{ " a", "\" a\"", "\" a\"" },
		{ "=1", "=1", "\"'=1\"" },
		{ "-a", "-a", "\"'-a\"" },
		{ "\t+1", "\t+1", "\"'\t+1\"" },
		{ "\n@a", "\"\n@a\"", "\"'\n@a\"" },
		{ "\uff0b1", "\uff0b1", "\"'\uff0b1\"" },
		{ "a=1", "a=1", "a=1" },
	};
	struct gantry_buffer out = { 0 };
	struct bytes text;
	size_t i;

	for (i = 0; i < SIZE(cells); i++) {
		text = (struct bytes){ cells[i].text, strlen(cells[i].text) };
		csv_add_text(&out, text, false);
		gantry_buffer_putc(&out, '|');
		csv_add_text(&out, text, true);
		gantry_buffer_putc(&out, '\0');
		ck_assert(strncmp(out.data, cells[i].cell,
			      strlen(cells[i].cell)) == 0);
		ck_assert_str_eq(
		    out.data + strlen(cells[i].cell) + 1, cells[i].guarded);
		gantry_buffer_reset(&out);
	}
	gantry_buffer_clear(&out);
}
END_TEST

START_TEST(rows_end_as_rfc_4180_says)
{
	struct gantry_buffer out = { 0 };

	csv_add_plain(&out, (struct bytes){ "1", 1 });
	csv_separate(&out);
	csv_end_row(&out);
	gantry_buffer_putc(&out, '\0');
	ck_assert_str_eq(out.data, "1,\r\n");
	gantry_buffer_clear(&out);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		texts_are_quoted_where_they_must_be,
		rows_end_as_rfc_4180_says,
		NULL,
	};

	return unit_run("tables/csv", tests);
}
