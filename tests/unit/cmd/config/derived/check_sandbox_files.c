/*
 * What workers may touch, by what is mounted and configured.
 */
#include <string.h>
#include <sys/stat.h>

#include "cmd/config/derived/sandbox_files.h"
#include "cmd/shelf.h"
#include "unit.h"

static const struct gantry_setting settings[] = {
	{ .key = "first", .fallback = "a/default", .help = "a file" },
	{ .key = "second", .fallback = NULL, .help = "another" },
	{ .key = "colour", .fallback = "red", .help = "no file" },
	{ .key = NULL },
};

static const char *const reads[] = { "first", "second", NULL };

static const struct gantry_application reader = {
	.name = "reader",
	.settings = settings,
	.reads = reads,
};

static const struct gantry_application plain = { .name = "plain" };

static const struct gantry_application *const applications[] = { &plain,
	&reader, NULL };

static struct config config;
static struct sandbox_files sandbox;
static struct gantry_error error;

static void
configure(const char *mount)
{
	ck_assert_int_eq(config_init(&config, applications, &error), 0);
	ck_assert_int_eq(
	    shelf_put(&config, CONFIG_FILE, "mount", mount, &error), 0);
}

static void
finish(void)
{
	ck_assert_int_eq(config_finish(&config, &error), 0);
	ck_assert_int_eq(sandbox_files_init(&sandbox, &config, &error), 0);
}

static void
clear(void)
{
	sandbox_files_clear(&sandbox);
	sandbox_files_clear(&sandbox);
	config_clear(&config);
}

START_TEST(files_of_mounted_applications_may_be_read)
{
	configure("/=reader");
	ck_assert_int_eq(
	    config_put_setting(&config, "reader", "second", "/b", &error), 0);
	finish();
	ck_assert_uint_eq(sandbox.rights.counts[RIGHT_READS], 2);
	ck_assert_str_eq(sandbox.options.rights.reads[0], "a/default");
	ck_assert_str_eq(sandbox.options.rights.reads[1], "/b");
	ck_assert_ptr_null(sandbox.options.rights.reads[2]);
	clear();
}
END_TEST

START_TEST(each_mount_reads_the_files_of_its_own_settings)
{
	configure("/a=reader");
	ck_assert_int_eq(
	    shelf_put(&config, CONFIG_FILE, "mount", "/b=reader", &error), 0);
	ck_assert_int_eq(shelf_put(&config, CONFIG_FILE, "set",
			     "/b:reader.first=/b/file", &error),
	    0);
	finish();
	ck_assert_uint_eq(sandbox.rights.counts[RIGHT_READS], 2);
	ck_assert_str_eq(sandbox.options.rights.reads[0], "a/default");
	ck_assert_str_eq(sandbox.options.rights.reads[1], "/b/file");
	clear();
}
END_TEST

START_TEST(a_setting_without_a_value_adds_no_file)
{
	configure("/=reader");
	finish();
	ck_assert_uint_eq(sandbox.rights.counts[RIGHT_READS], 1);
	clear();
}
END_TEST

START_TEST(applications_that_are_not_mounted_need_no_files)
{
	configure("/=plain");
	finish();
	ck_assert_ptr_null(sandbox.options.rights.reads);
	clear();
}
END_TEST

START_TEST(folders_that_are_added_may_be_written)
{
	configure("/=plain");
	finish();
	/* Neither /tmp nor the folder of a log. */
	ck_assert_ptr_null(sandbox.options.rights.spools);
	ck_assert_int_eq(
	    sandbox_files_add_folder(&sandbox, "/spool", &error), 0);
	ck_assert_str_eq(sandbox.options.rights.spools[0], "/spool");
	ck_assert_ptr_null(sandbox.options.rights.spools[1]);
	clear();
}
END_TEST

START_TEST(the_mode_is_the_configured_one)
{
	configure("/=plain");
	ck_assert_int_eq(config.sandbox, SANDBOX_ON);
	ck_assert_int_eq(
	    shelf_put(&config, CONFIG_FILE, "sandbox", "require", &error), 0);
	finish();
	ck_assert_int_eq(sandbox.options.mode, SANDBOX_REQUIRE);
	clear();
}
END_TEST

static const char *const replaced[] = { "first", NULL };
static const struct gantry_application replacer = {
	.name = "replacer",
	.settings = settings,
	.replaced = replaced,
};

/* What is logged about the folder of a file that is replaced. */
static const char *
warn_of(const char *file)
{
	static const struct gantry_application *const only[] = { &replacer,
		NULL };

	ck_assert_int_eq(config_init(&config, only, &error), 0);
	ck_assert_int_eq(
	    config_put_setting(&config, "replacer", "first", file, &error), 0);
	finish();
	unit_capture();
	sandbox_files_warn(&sandbox);
	clear();
	return unit_captured();
}

START_TEST(other_files_beside_a_replaced_one_are_a_warning)
{
	static const char *const own[] = { "f/cache", "f/cache.tmp-1234",
		"f/.cache.lock" };
	size_t i;

	mkdir(unit_path("f"), 0755);
	for (i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		unit_write_text(unit_path(own[i]), "");
	ck_assert_str_eq(warn_of(unit_path("f/cache")), "");
	unit_write_text(unit_path("f/secret"), "");
	ck_assert_ptr_nonnull(strstr(warn_of(unit_path("f/cache")),
	    "so they can read all of its folder, also secret; give it a folder "
	    "of its own"));
	/* A reload does not repeat it. */
	ck_assert_str_eq(warn_of(unit_path("f/cache")), "");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		files_of_mounted_applications_may_be_read,
		each_mount_reads_the_files_of_its_own_settings,
		a_setting_without_a_value_adds_no_file,
		applications_that_are_not_mounted_need_no_files,
		folders_that_are_added_may_be_written,
		the_mode_is_the_configured_one,
		other_files_beside_a_replaced_one_are_a_warning,
		NULL,
	};

	return unit_run("cmd/sandbox_files", tests);
}
