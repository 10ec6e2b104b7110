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

static const struct gantry_setting typed_table[] = {
	{ .key = "count",
	    .type = GANTRY_SETTING_INTEGER,
	    .least = -2,
	    .most = 10 },
	{ .key = "positive", .type = GANTRY_SETTING_INTEGER, .least = 1 },
	{ .key = "time",
	    .type = GANTRY_SETTING_DURATION,
	    .fallback = "1500ms",
	    .least = 100,
	    .most = 3600000 },
	{ .key = "milliseconds",
	    .type = GANTRY_SETTING_DURATION,
	    .unit = 1,
	    .most = 5000 },
	{ .key = "memory",
	    .type = GANTRY_SETTING_SIZE,
	    .least = 1024,
	    .most = 1 << 30 },
	{ .key = "file", .type = GANTRY_SETTING_PATH, .fallback = "a" },
	{ .key = "folder", .type = GANTRY_SETTING_PATH },
	{ .key = "colour", .type = GANTRY_SETTING_CHOICE, .choices = colours },
	{ .key = "flag", .type = GANTRY_SETTING_BOOLEAN },
	{ .key = "list", .type = GANTRY_SETTING_LIST },
	{ NULL },
};

static const struct gantry_application typed = {
	.name = "typed",
	.settings = typed_table,
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
	    strstr(error.text, "'********' is not a value of painter.pin"));
	ck_assert_ptr_null(strstr(error.text, "12345"));
	ck_assert_int_eq(settings_put(&settings, "pin", "1234", &error), 0);
	ck_assert_str_eq(gantry_settings_get(&settings, "pin"), "1234");
	settings_clear(&settings);
}
END_TEST

/* A value, and the number that its getter gives; or why it is rejected. */
static const struct typed_case {
	const char *key, *value;
	int64_t number;
	const char *says;
} typed_cases[] = {
	{ "count", "10", 10, NULL },
	{ "count", "-2", -2, NULL },
	{ "count", "007", 7, NULL },
	{ "count", "11", 0, "; give a whole number from -2 to 10" },
	{ "count", "-3", 0, "; give a whole number from -2 to 10" },
	{ "count", "", 0, "give" },
	{ "count", "-", 0, "give" },
	{ "count", "+1", 0, "give" },
	{ "count", " 1", 0, "give" },
	{ "count", "1 ", 0, "give" },
	{ "count", "1.5", 0, "give" },
	{ "count", "99999999999999999999", 0, "give" },
	{ "positive", "9223372036854775807", INT64_MAX, NULL },
	{ "positive", "0", 0, "; give a whole number, 1 or more" },
	{ "time", "2", 2000, NULL },
	{ "time", "100ms", 100, NULL },
	{ "time", "2s", 2000, NULL },
	{ "time", "3m", 180000, NULL },
	{ "time", "1h", 3600000, NULL },
	{ "time", "1d", 0, "a duration from 100ms to 1h" },
	{ "time", "99ms", 0, "a number without a unit counts seconds" },
	{ "time", "2 s", 0, "give" },
	{ "time", "2S", 0, "give" },
	{ "time", "-1s", 0, "give" },
	{ "time", "s", 0, "give" },
	{ "time", "9223372036854775807d", 0, "give" },
	{ "milliseconds", "5000", 5000, NULL },
	{ "milliseconds", "5s", 5000, NULL },
	{ "milliseconds", "0", 0, NULL },
	{ "milliseconds", "5001", 0, "from 0 to 5s" },
	{ "milliseconds", "x", 0, "counts milliseconds" },
	{ "memory", "1024", 1024, NULL },
	{ "memory", "64K", 65536, NULL },
	{ "memory", "2m", 2097152, NULL },
	{ "memory", "1G", 1 << 30, NULL },
	{ "memory", "2G", 0, "a size from 1K to 1G, such as 4096, 64K" },
	{ "memory", "1000", 0, "give" },
	{ "memory", "1T", 0, "give" },
	{ "memory", "9223372036854775807G", 0, "give" },
	{ "file", "", 0, "; give a path" },
	{ "file", "b/c", 0, NULL },
	{ "folder", "", 0, NULL },
	{ "colour", "blue", 0, "; give red or green" },
	{ "colour", "green", 0, NULL },
	{ "flag", "yes", 1, NULL },
	{ "flag", "on", 1, NULL },
	{ "flag", "0", 0, NULL },
	{ "flag", "false", 0, NULL },
	{ "flag", "maybe", 0, "; give yes or no" },
	{ "flag", "", 0, "give" },
};

/* What the getter of the type of KEY gives. */
static int64_t
get_number(const char *key)
{
	switch (settings_find(&settings, key)->type) {
	case GANTRY_SETTING_INTEGER:
		return gantry_settings_integer(&settings, key);
	case GANTRY_SETTING_DURATION:
		return gantry_settings_duration(&settings, key);
	case GANTRY_SETTING_SIZE:
		return gantry_settings_size(&settings, key);
	case GANTRY_SETTING_BOOLEAN:
		return gantry_settings_boolean(&settings, key);
	default:
		return 0;
	}
}

static void
check_typed(const struct typed_case *it)
{
	int result;

	ck_assert_int_eq(settings_init(&settings, &typed), 0);
	result = settings_put(&settings, it->key, it->value, &error);
	ck_assert_msg(result == (it->says == NULL ? 0 : -1), "%s = '%s'",
	    it->key, it->value);
	if (it->says == NULL) {
		ck_assert_int_eq(get_number(it->key), it->number);
		ck_assert_str_eq(
		    gantry_settings_get(&settings, it->key), it->value);
	} else {
		ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
		ck_assert_msg(
		    strstr(error.text, it->says) != NULL, "%s", error.text);
	}
	settings_clear(&settings);
}

START_TEST(a_value_has_the_type_of_its_setting)
{
	size_t i;

	for (i = 0; i < sizeof(typed_cases) / sizeof(typed_cases[0]); i++)
		check_typed(&typed_cases[i]);
}
END_TEST

START_TEST(a_number_is_read_from_the_default_or_is_0)
{
	ck_assert_int_eq(settings_init(&settings, &typed), 0);
	ck_assert_int_eq(gantry_settings_duration(&settings, "time"), 1500);
	ck_assert_int_eq(gantry_settings_integer(&settings, "count"), 0);
	ck_assert_int_eq(gantry_settings_size(&settings, "memory"), 0);
	ck_assert(!gantry_settings_boolean(&settings, "flag"));
	settings_clear(&settings);
}
END_TEST

START_TEST(a_default_has_the_type_of_its_setting_too)
{
	static const struct gantry_setting wrong_table[] = {
		{ .key = "old", .choices = colours, .fallback = "any" },
		{ .key = "time",
		    .type = GANTRY_SETTING_DURATION,
		    .fallback = "soon" },
		{ NULL },
	};
	static const struct gantry_application wrong = {
		.name = "wrong",
		.settings = wrong_table,
	};

	ck_assert_int_eq(settings_check_defaults(&typed, &error), 0);
	ck_assert_int_eq(settings_check_defaults(&bare, &error), 0);
	ck_assert_int_eq(settings_check_defaults(&wrong, &error), -1);
	ck_assert_ptr_eq(
	    strstr(error.text, "the default: 'soon' is not a value of wrong."),
	    error.text);
}
END_TEST

START_TEST(an_unknown_key_is_an_error)
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

START_TEST(the_values_of_a_list_add_up)
{
	struct gantry_settings copy;

	ck_assert_int_eq(settings_init(&settings, &typed), 0);
	ck_assert_ptr_null(gantry_settings_get(&settings, "list"));
	ck_assert_int_eq(settings_put(&settings, "list", "a", &error), 0);
	ck_assert_int_eq(settings_put(&settings, "list", "get b", &error), 0);
	ck_assert_str_eq(gantry_settings_get(&settings, "list"), "a\nget b");
	ck_assert_int_eq(settings_put(&settings, "list", "", &error), -1);
	ck_assert_int_eq(settings_put(&settings, "list", "a\nb", &error), -1);
	ck_assert_int_eq(settings_copy(&copy, &settings), 0);
	ck_assert_int_eq(settings_put(&copy, "list", "c", &error), 0);
	ck_assert_str_eq(gantry_settings_get(&copy, "list"), "a\nget b\nc");
	ck_assert_str_eq(gantry_settings_get(&settings, "list"), "a\nget b");
	settings_clear(&copy);
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
		a_value_has_the_type_of_its_setting,
		a_number_is_read_from_the_default_or_is_0,
		a_default_has_the_type_of_its_setting_too,
		an_unknown_key_is_an_error,
		the_values_of_a_list_add_up,
		an_application_may_have_no_settings,
		NULL,
	};

	return unit_run("gate/settings", tests);
}
