/*
 * Unique names of operations.
 */
#include <string.h>

#include "openapi/described_site.h"
#include "openapi/operation_id.h"
#include "unit.h"

START_TEST(each_operation_has_a_unique_id)
{
	static const char *const expected[] = {
		"get_query",
		"delete_query",
		"post_form",
		"get_fields_number_id_part_uuid_day_time_rest",
		"get_chosen",
		"get_same_path",
		"get_same_path-2",
		"get_same_path-3",
		"get_caf_C3_A9_3F100_25_23",
		"get_every",
		"put_every",
		"post_every",
		"delete_every",
		"options_every",
		"patch_every",
		"get_bodies_id",
		"put_bodies_id",
		"post_open",
		"get_ranges_digits_small_real_date",
		NULL,
	};
	const char *const *at = expected;
	const struct entry *entry;
	struct described described;
	struct gantry_buffer name = { 0 };
	struct gantry_error error;
	struct site site;

	ck_assert_int_eq(site_compile(&site, &described_site, NULL, &error), 0);
	for (entry = site.entries; entry != NULL; entry = entry->next) {
		described = (struct described){ .entry = entry };
		while (described_next(&described)) {
			gantry_buffer_reset(&name);
			operation_id_put(&name, &site, &described);
			gantry_buffer_putc(&name, '\0');
			ck_assert_pstr_eq(name.data, *at);
			at++;
		}
	}
	ck_assert_ptr_null(*at);
	gantry_buffer_clear(&name);
	site_clear(&site);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_operation_has_a_unique_id,
		NULL,
	};

	return unit_run("openapi/operation_id", tests);
}
