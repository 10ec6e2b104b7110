/*
 * An application's settings: its own keys, its own choices.
 */
#include <string.h>

#include "gate/settings.h"
#include "unit.h"

static const char *const colours[] = { "red", "green", NULL };

static const char *const sizes[] = { "any", "3..120", NULL };

static const char *const pins[] = { "0..9999", NULL };

static const struct gantry_setting table[] = {
	{ .key = "colour",
	    .fallback = "red",
	    .choices = colours,
	    .help = "red or green" },
	{ .key = "path", .help = "any path" },
	{ .key = "name", .fallback = "nobody", .help = "any name" },
	{ .key = "size",
	    .fallback = "5",
	    .choices = sizes,
	    .help = "3 to 120, or any" },
	{ .key = "pin", .choices = pins, .help = "a pin", .secret = true },
	{ NULL },
};

static const struct gantry_application application = {
	.name = "painter",
	.settings = table,
};

static const struct gantry_application bare = { .name = "bare" };

static struct gantry_settings settings;
static struct gantry_error error;

START_TEST(settings_begin_with_their_defaults)
{
	ck_assert_int_eq(settings_init(&settings, &application), 0);
	ck_assert_str_eq(gantry_settings_get(&settings, "colour"), "red");
	ck_assert_str_eq(gantry_settings_get(&settings, "name"), "nobody");
	ck_assert_ptr_null(gantry_settings_get(&settings, "path"));
	ck_assert_ptr_null(gantry_settings_get(&settings, "other"));
	ck_assert(settings_has(&settings, "path"));
	ck_assert(!settings_has(&settings, "pat"));
	ck_assert(!settings_has(&settings, ""));
	settings_clear(&settings);
	settings_clear(&settings);
}
END_TEST

START_TEST(a_value_is_copied_and_the_last_one_counts)
{
	char value[] = "/first";

	ck_assert_int_eq(settings_init(&settings, &application), 0);
	ck_assert_int_eq(settings_put(&settings, "path", value, &error), 0);
	memset(value, 'x', sizeof(value) - 1);
	ck_assert_str_eq(gantry_settings_get(&settings, "path"), "/first");
	ck_assert_int_eq(settings_put(&settings, "path", "/second", &error), 0);
	ck_assert_str_eq(gantry_settings_get(&settings, "path"), "/second");
	ck_assert_int_eq(settings_put(&settings, "name", "", &error), 0);
	ck_assert_str_eq(gantry_settings_get(&settings, "name"), "");
	settings_clear(&settings);
}
END_TEST

START_TEST(only_a_choice_is_a_value)
{
	static const char *const bad[] = { "blue", "", "RED", "redd", "re" };
	size_t i;

	ck_assert_int_eq(settings_init(&settings, &application), 0);
	ck_assert_int_eq(settings_put(&settings, "colour", "green", &error), 0);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		ck_assert_msg(
		    settings_put(&settings, "colour", bad[i], &error) == -1,
		    "'%s'", bad[i]);
		ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
		ck_assert_ptr_nonnull(strstr(error.text, "painter.colour"));
		ck_assert_ptr_nonnull(strstr(error.text, "red or green"));
	}
	ck_assert_str_eq(gantry_settings_get(&settings, "colour"), "green");
	settings_clear(&settings);
}
END_TEST

START_TEST(a_range_allows_its_whole_numbers)
{
	static const char *const good[] = { "3", "120", "007", "any" };
	static const char *const bad[] = { "2", "121", "0", "-3", "", "3..120",
		"..", "4.5", "4 ", " 4", "+4", "4x", "0x10", "four", "an",
		"99999999999999999999999" };
	size_t i;

	ck_assert_int_eq(settings_init(&settings, &application), 0);
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		ck_assert_int_eq(
		    settings_put(&settings, "size", good[i], &error), 0);
		ck_assert_str_eq(
		    gantry_settings_get(&settings, "size"), good[i]);
	}
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_msg(
		    settings_put(&settings, "size", bad[i], &error) == -1,
		    "'%s'", bad[i]);
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	settings_clear(&settings);
}
END_TEST

START_TEST(a_secret_is_not_repeated)
{
	ck_assert_int_eq(settings_init(&settings, &application), 0);
	ck_assert_int_eq(settings_put(&settings, "pin", "12345", &error), -1);
	ck_assert_ptr_nonnull(
	    strstr(error.text, "'********' is not a value for painter.pin"));
	ck_assert_ptr_null(strstr(error.text, "12345"));
	ck_assert_int_eq(settings_put(&settings, "pin", "1234", &error), 0);
	ck_assert_str_eq(gantry_settings_get(&settings, "pin"), "1234");
	settings_clear(&settings);
}
END_TEST

START_TEST(an_unknown_key_is_refused)
{
	ck_assert_int_eq(settings_init(&settings, &application), 0);
	ck_assert_int_eq(settings_put(&settings, "length", "1", &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	ck_assert_ptr_nonnull(strstr(error.text, "painter"));
	ck_assert_ptr_nonnull(strstr(error.text, "length"));
	ck_assert_ptr_null(strstr(error.text, "did you mean"));
	ck_assert_int_eq(settings_put(&settings, "color", "red", &error), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "did you mean 'colour'?"));
	settings_clear(&settings);
}
END_TEST

START_TEST(an_application_may_have_no_settings)
{
	ck_assert_int_eq(settings_init(&settings, &bare), 0);
	ck_assert_ptr_null(gantry_settings_get(&settings, "colour"));
	ck_assert(!settings_has(&settings, "colour"));
	ck_assert_int_eq(settings_put(&settings, "colour", "red", &error), -1);
	settings_clear(&settings);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		settings_begin_with_their_defaults,
		a_value_is_copied_and_the_last_one_counts,
		only_a_choice_is_a_value,
		a_range_allows_its_whole_numbers,
		a_secret_is_not_repeated,
		an_unknown_key_is_refused,
		an_application_may_have_no_settings,
		NULL,
	};

	return unit_run("gate/settings", tests);
}
