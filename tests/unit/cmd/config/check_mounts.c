/*
 * Mounts, and settings that one mount has for itself.
 */
#include <string.h>

#include "cmd/shelf.h"
#include "unit.h"

static struct config config;
static struct gantry_error error;

static void
begin(void)
{
	ck_assert_int_eq(config_init(&config, shelf, &error), 0);
	error = (struct gantry_error){ 0 };
}

static void
put_well(enum config_source source, const char *name, const char *value)
{
	ck_assert_msg(shelf_put(&config, source, name, value, &error) == 0,
	    "%s = %s: %s", name, value, error.text);
}

static void
finish(void)
{
	ck_assert_msg(config_finish(&config, &error) == 0, "%s", error.text);
}

/* A setting of the mount with INDEX. */
static const char *
setting(size_t index, const char *key)
{
	ck_assert_uint_lt(index, config.mount_count);
	return gantry_settings_get(config.mounts[index].settings, key);
}

START_TEST(mounts_are_resolved)
{
	begin();
	put_well(CONFIG_FILE, "mount", "/a/b=second");
	put_well(CONFIG_FILE, "mount", "/=plain");
	put_well(CONFIG_FILE, "mount", "/again=second");
	ck_assert_int_eq(config_finish(&config, &error), 0);
	ck_assert_uint_eq(config.mount_count, 3);
	ck_assert_str_eq(config.mounts[0].prefix, "/a/b");
	ck_assert_ptr_eq(config.mounts[0].application, shelf[1]);
	ck_assert_str_eq(config.mounts[1].prefix, "");
	ck_assert_ptr_eq(config.mounts[1].application, shelf[2]);
	ck_assert_str_eq(config.mounts[2].prefix, "/again");
	config_clear(&config);
}
END_TEST

START_TEST(an_error_names_the_mount)
{
	static const struct {
		const char *first, *second, *says;
	} cases[] = {
		{ "", NULL, "/PREFIX=APP" },
		{ "/a", NULL, "/PREFIX=APP" },
		{ "first", NULL, "/PREFIX=APP" },
		{ "/a=", NULL, "unknown application ''" },
		{ "/a=third", NULL, "first second plain" },
		{ "/a=First", NULL, "did you mean 'first'?" },
		{ "/a=b=first", NULL, "unknown application 'b=first'" },
		{ "=first", NULL, "not a path to mount at" },
		{ "a=first", NULL, "not a path to mount at" },
		{ "/a/=first", NULL, "not a path to mount at" },
		{ "//=first", NULL, "not a path to mount at" },
		{ "/=first", "/=second",
		    "two applications are mounted at '/'" },
		{ "/a=first", "/a=first", "mounted at '/a'" },
		{ "/=first", "b=second", "not a path to mount at" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		begin();
		put_well(CONFIG_FILE, "mount", cases[i].first);
		if (cases[i].second != NULL)
			put_well(CONFIG_FILE, "mount", cases[i].second);
		error = (struct gantry_error){ 0 };
		ck_assert_msg(config_finish(&config, &error) == -1, "'%s'",
		    cases[i].first);
		ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
		ck_assert_msg(strstr(error.text, cases[i].says) != NULL,
		    "'%s': %s", cases[i].first, error.text);
		config_clear(&config);
	}
}
END_TEST

START_TEST(each_bad_mount_is_an_error_with_its_place)
{
	begin();
	config_at(&config, CONFIG_FILE, "/a.conf:3");
	config_put(&config, config_find(&config, "mount"), "/a=frist", &error);
	config_at(&config, CONFIG_FILE, "/a.conf:4");
	config_put(&config, config_find(&config, "mount"), "/b=second", &error);
	config_at(&config, CONFIG_FILE, "/a.conf:5");
	config_put(&config, config_find(&config, "mount"), "/b=first", &error);
	ck_assert_int_eq(config_finish(&config, &error), -1);
	ck_assert_str_eq(error.text,
	    "/a.conf:3: unknown application 'frist'; did you mean "
	    "'first'?");
	ck_assert_uint_eq(config.errors.count, 2);
	ck_assert_str_eq(config.errors.items[1].text,
	    "/a.conf:5: two applications are mounted at '/b'");
	config_clear(&config);
}
END_TEST

START_TEST(mounts_of_one_application_have_their_own_settings)
{
	begin();
	put_well(CONFIG_FILE, "mount", "/a=first");
	put_well(CONFIG_FILE, "mount", "/a/b:c.d=first");
	put_well(CONFIG_FILE, "mount", "/=first");
	put_well(CONFIG_FILE, "set", "first.cache=all");
	put_well(CONFIG_FILE, "set", "/a:first.cache=a");
	put_well(CONFIG_FILE, "set", "/a/b:c.d:first.cache=b=c.d");
	put_well(CONFIG_FILE, "set", "/:first.colour=blue");
	finish();
	ck_assert_str_eq(setting(0, "cache"), "a");
	ck_assert_str_eq(setting(1, "cache"), "b=c.d");
	ck_assert_str_eq(setting(2, "cache"), "all");
	ck_assert_str_eq(setting(0, "colour"), "red");
	ck_assert_str_eq(setting(2, "colour"), "blue");
	ck_assert_str_eq(shelf_setting(&config, 0, "cache"), "all");
	config_clear(&config);
}
END_TEST

START_TEST(a_setting_of_one_mount_beats_that_of_all_mounts)
{
	begin();
	put_well(CONFIG_FILE, "set", "/:first.cache=file");
	put_well(CONFIG_FILE, "set", "/:first.cache=again");
	put_well(CONFIG_ENVIRONMENT, "cache", "alias");
	put_well(CONFIG_COMMAND_LINE, "set", "first.cache=all");
	finish();
	ck_assert_str_eq(setting(0, "cache"), "again");
	config_clear(&config);

	begin();
	put_well(CONFIG_FILE, "set", "/:first.cache=file");
	put_well(CONFIG_COMMAND_LINE, "set", "/:first.cache=line");
	finish();
	ck_assert_str_eq(setting(0, "cache"), "line");
	config_clear(&config);
}
END_TEST

START_TEST(mounts_are_named_apart_only_where_their_settings_differ)
{
	begin();
	put_well(CONFIG_FILE, "mount", "/a=first");
	put_well(CONFIG_FILE, "mount", "/b=first");
	put_well(CONFIG_FILE, "mount", "/c=second");
	put_well(CONFIG_FILE, "mount", "/=first");
	put_well(CONFIG_FILE, "mount",
	    "/a/prefix/that/is/too/long/for/a/name=first");
	put_well(CONFIG_FILE, "set", "/a:first.cache=a");
	put_well(CONFIG_FILE, "set", "/c:second.cache=c");
	put_well(CONFIG_FILE, "set", "/:first.cache=root");
	put_well(CONFIG_FILE, "set",
	    "/a/prefix/that/is/too/long/for/a/name:first.cache=long");
	finish();
	ck_assert_str_eq(mount_name(&config.mounts[0]), "/a:first");
	ck_assert_str_eq(mount_name(&config.mounts[1]), "first");
	ck_assert_str_eq(mount_name(&config.mounts[2]), "second");
	ck_assert_str_eq(mount_name(&config.mounts[3]), "/:first");
	ck_assert_str_eq(mount_name(&config.mounts[4]), "#5:first");
	config_clear(&config);
}
END_TEST

START_TEST(an_error_names_the_setting_of_a_mount)
{
	static const struct {
		const char *value, *says;
	} now[] = {
		{ "/a", "is not a setting; give APP.KEY=VALUE, or /PREFIX:" },
		{ "/a=first.cache", "is not a setting" },
		{ "/a.b=first", "is not a setting" },
		{ "/a:first=x", "is not a setting" },
		{ "/a:third.cache=x", "unknown application 'third'" },
		{ "/a/:first.cache=x", "'/a/' is not a path to mount at" },
	}, later[] = {
		{ "/b:first.cache=x",
		    "test: no application is mounted at '/b'; did you mean "
		    "'/a'?" },
		{ "/elsewhere:first.cache=x",
		    "mounted at '/elsewhere'; the mounts are: /a" },
		{ "/a:second.cache=x",
		    "the application 'first' is mounted at '/a', not "
		    "'second'" },
		{ "/a:first.cach=x",
		    "application 'first' has no setting 'cach'; did you mean "
		    "'cache'?" },
		{ "/a:first.colour=pink", "give red, green or blue" },
	};
	size_t i;

	begin();
	for (i = 0; i < sizeof(now) / sizeof(now[0]); i++) {
		ck_assert_msg(shelf_put(&config, CONFIG_FILE, "set",
				  now[i].value, &error) == -1,
		    "%s", now[i].value);
		ck_assert_msg(
		    strstr(error.text, now[i].says) != NULL, "%s", error.text);
	}
	config_clear(&config);
	for (i = 0; i < sizeof(later) / sizeof(later[0]); i++) {
		begin();
		put_well(CONFIG_FILE, "mount", "/a=first");
		put_well(CONFIG_FILE, "set", later[i].value);
		ck_assert_int_eq(config_finish(&config, &error), -1);
		ck_assert_uint_eq(config.errors.count, 1);
		ck_assert_msg(strstr(error.text, later[i].says) != NULL, "%s",
		    error.text);
		config_clear(&config);
	}
}
END_TEST

START_TEST(settings_of_replaced_mounts_are_not_errors)
{
	begin();
	put_well(CONFIG_FILE, "mount", "/a=first");
	put_well(CONFIG_FILE, "mount", "/b=first");
	put_well(CONFIG_FILE, "set", "/a:first.cache=x");
	put_well(CONFIG_FILE, "set", "/b:first.cache=x");
	put_well(CONFIG_COMMAND_LINE, "mount", "/b=plain");
	finish();
	ck_assert_uint_eq(config.mount_count, 1);
	config_clear(&config);

	begin();
	put_well(CONFIG_FILE, "mount", "/b=first");
	put_well(CONFIG_ENVIRONMENT, "mount", "/b=plain");
	put_well(CONFIG_COMMAND_LINE, "set", "/b:first.cache=x");
	ck_assert_int_eq(config_finish(&config, &error), -1);
	config_clear(&config);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		mounts_are_resolved,
		an_error_names_the_mount,
		each_bad_mount_is_an_error_with_its_place,
		mounts_of_one_application_have_their_own_settings,
		a_setting_of_one_mount_beats_that_of_all_mounts,
		mounts_are_named_apart_only_where_their_settings_differ,
		an_error_names_the_setting_of_a_mount,
		settings_of_replaced_mounts_are_not_errors,
		NULL,
	};

	return unit_run("cmd/mounts", tests);
}
