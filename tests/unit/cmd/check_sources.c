/*
 * The file and the environment.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shelf.h"
#include "unit.h"

static struct config config;
static struct gantry_error error;

/* Begin with no GANTRY_... variable but those that the test sets. */
static void
begin(void)
{
	static const char *const names[] = { "GANTRY_BIND",
		"GANTRY_BIND_PUBLIC", "GANTRY_CACHE", "GANTRY_MOUNT",
		"GANTRY_SET", "GANTRY_THREADS", "GANTRY_TIMEOUT",
		"GANTRY_WORKERS" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		unsetenv(names[i]);
	ck_assert_int_eq(config_init(&config, shelf, &error), 0);
	error = (struct gantry_error){ 0 };
}

static int
read_text(const char *text)
{
	unit_write_text(unit_path("gantry.conf"), text);
	return config_read_file(&config, unit_path("gantry.conf"), &error);
}

START_TEST(a_file_says_everything)
{
	static const char *const binds[] = { "unix:/run/a", "127.0.0.1:9000",
		NULL };
	static const char *const mounts[] = { "/=first", "/two=second", NULL };

	begin();
	ck_assert_msg(read_text("# a comment\n"
				"; another\n"
				"\n"
				"[gantry]\n"
				"bind = unix:/run/a\n"
				"bind = 127.0.0.1:9000\n"
				"bind-public = yes\n"
				"cache = /the cache.db ; not this\n"
				"mount=/=first\n"
				"mount = /two=second\n"
				"set = first.colour=green\n"
				"threads = 2\n"
				"timeout = 5\n"
				"workers = 3\n"
				"[second]\n"
				"colour = blue") == 0,
	    "%s", error.text);
	shelf_assert_list(&config.binds, binds);
	shelf_assert_list(&config.mount_texts, mounts);
	ck_assert(config.bind_public);
	ck_assert_str_eq(shelf_setting(&config, 0, "cache"), "/the cache.db");
	ck_assert_str_eq(shelf_setting(&config, 0, "colour"), "green");
	ck_assert_str_eq(shelf_setting(&config, 1, "colour"), "blue");
	ck_assert_uint_eq(config.threads, 2);
	ck_assert_int_eq(config.timeout, 5000);
	ck_assert_uint_eq(config.workers, 3);
	config_clear(&config);
}
END_TEST

START_TEST(an_empty_file_says_nothing)
{
	begin();
	ck_assert_int_eq(read_text(""), 0);
	ck_assert_int_eq(read_text("\n\n# nothing\n[gantry]\n[first]\n"), 0);
	ck_assert_int_eq(config_read_file(&config, "/dev/null", &error), 0);
	ck_assert_uint_eq(config.threads, 4);
	config_clear(&config);
}
END_TEST

START_TEST(a_bad_line_is_named_by_its_number)
{
	static const struct {
		const char *text, *says;
	} cases[] = {
		{ "threads = 2\n", ":1: 'threads' is in no section" },
		{ "[gantry]\nbottles = 9\n",
		    ":2: there is no key 'bottles' in [gantry]" },
		{ "[gantry]\n\n# x\nthreads = many\n",
		    ":4: 'many' is no number" },
		{ "[gantry]\nthreads =\n", ":2: '' is no number" },
		{ "[gantry]\nbind-public = maybe\n", ":2: 'maybe' is neither" },
		{ "[gantry]\nset = nonsense\n",
		    ":2: 'nonsense' is no setting" },
		{ "[third]\ncolour = red\n",
		    ":2: there is no application 'third'" },
		{ "[first]\nsize = 1\n",
		    ":2: application 'first' has no setting 'size'" },
		{ "[first]\ncolour = pink\n", ":2: 'pink' is no value" },
		{ "[gantry]\nnonsense\n", ":2: neither [SECTION]" },
		{ "nonsense\n", ":1: neither [SECTION]" },
		{ "[gantry\nthreads = 2\n", ":1: neither [SECTION]" },
		{ "[gantry]\nthreads = 1\nthreads = x\nthreads = y\n",
		    ":3: 'x' is no number" },
		/* The first of two mistakes of different kinds. */
		{ "[gantry]\nthreads = x\nnonsense\n", ":2: 'x' is no number" },
		{ "[gantry]\nnonsense\nthreads = x\n",
		    ":2: neither [SECTION]" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		begin();
		ck_assert_msg(read_text(cases[i].text) == -1, "case %zu", i);
		ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
		ck_assert_msg(strstr(error.text, cases[i].says) != NULL,
		    "case %zu: %s", i, error.text);
		ck_assert_ptr_eq(
		    strstr(error.text, unit_path("gantry.conf")), error.text);
		config_clear(&config);
	}
}
END_TEST

START_TEST(a_file_that_cannot_be_read_is_an_error)
{
	begin();
	ck_assert_int_eq(
	    config_read_file(&config, unit_path("none.conf"), &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_SYSTEM);
	ck_assert_ptr_nonnull(strstr(error.text, "none.conf"));
	ck_assert_ptr_nonnull(strstr(error.text, "No such file"));
	config_clear(&config);
}
END_TEST

START_TEST(a_folder_is_no_file)
{
	begin();
	ck_assert_int_eq(
	    config_read_file(&config, unit_path(NULL), &error), -1);
	config_clear(&config);
}
END_TEST

START_TEST(a_long_value_is_never_cut_silently)
{
	char text[512] = "[first]\ncache = /", path[302] = "/";
	int result;

	memset(path + 1, 'x', 300);
	strcat(text, path + 1);
	strcat(text, "\n");
	begin();
	result = read_text(text);
	if (result == 0)
		ck_assert_str_eq(shelf_setting(&config, 0, "cache"), path);
	else
		ck_assert_ptr_nonnull(strstr(error.text, "gantry.conf:"));
	config_clear(&config);
}
END_TEST

START_TEST(the_environment_says_everything)
{
	static const char *const binds[] = { "unix:/a", "127.0.0.1:1", NULL };
	static const char *const mounts[] = { "/=second", "/f=first", NULL };

	begin();
	setenv("GANTRY_BIND", "unix:/a 127.0.0.1:1", 1);
	setenv("GANTRY_BIND_PUBLIC", "1", 1);
	setenv("GANTRY_CACHE", "/the cache.db", 1);
	setenv("GANTRY_MOUNT", " /=second\n\t/f=first ", 1);
	setenv("GANTRY_SET", "first.colour=blue second.colour=green", 1);
	setenv("GANTRY_THREADS", "2", 1);
	setenv("GANTRY_TIMEOUT", "5", 1);
	setenv("GANTRY_WORKERS", "3", 1);
	ck_assert_msg(
	    config_read_environment(&config, &error) == 0, "%s", error.text);
	shelf_assert_list(&config.binds, binds);
	shelf_assert_list(&config.mount_texts, mounts);
	ck_assert(config.bind_public);
	ck_assert_str_eq(shelf_setting(&config, 1, "cache"), "/the cache.db");
	ck_assert_str_eq(shelf_setting(&config, 0, "colour"), "blue");
	ck_assert_str_eq(shelf_setting(&config, 1, "colour"), "green");
	ck_assert_uint_eq(config.threads, 2);
	ck_assert_int_eq(config.timeout, 5000);
	ck_assert_uint_eq(config.workers, 3);
	config_clear(&config);
}
END_TEST

START_TEST(an_empty_variable_says_nothing)
{
	begin();
	setenv("GANTRY_THREADS", "", 1);
	setenv("GANTRY_BIND", "", 1);
	setenv("GANTRY_UNKNOWN", "x", 1);
	ck_assert_int_eq(config_read_environment(&config, &error), 0);
	ck_assert_uint_eq(config.threads, 4);
	ck_assert_uint_eq(config.binds.count, 0);
	config_clear(&config);
}
END_TEST

START_TEST(a_bad_variable_is_named)
{
	static const struct {
		const char *name, *value, *says;
	} cases[] = {
		{ "GANTRY_THREADS", "0", "GANTRY_THREADS: '0'" },
		{ "GANTRY_BIND_PUBLIC", "x", "GANTRY_BIND_PUBLIC: 'x'" },
		{ "GANTRY_SET", "first.colour=red x", "GANTRY_SET: 'x'" },
		{ "GANTRY_SET", "x first.colour=red", "GANTRY_SET: 'x'" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		begin();
		setenv(cases[i].name, cases[i].value, 1);
		ck_assert_msg(config_read_environment(&config, &error) == -1,
		    "%s=%s", cases[i].name, cases[i].value);
		ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
		ck_assert_msg(strstr(error.text, cases[i].says) == error.text,
		    "%s", error.text);
		config_clear(&config);
	}
}
END_TEST

START_TEST(the_environment_beats_the_file_and_the_line_beats_both)
{
	static const char *const environment[] = { "unix:/e", NULL };
	static const char *const line[] = { "unix:/l1", "unix:/l2", NULL };

	begin();
	setenv("GANTRY_BIND", "unix:/e", 1);
	setenv("GANTRY_THREADS", "3", 1);
	ck_assert_int_eq(read_text("[gantry]\nbind = unix:/f1\n"
				   "bind = unix:/f2\nthreads = 2\n"
				   "timeout = 2\n"),
	    0);
	ck_assert_int_eq(config_read_environment(&config, &error), 0);
	shelf_assert_list(&config.binds, environment);
	ck_assert_uint_eq(config.threads, 3);
	ck_assert_int_eq(config.timeout, 2000);
	shelf_put(&config, CONFIG_COMMAND_LINE, "bind", "unix:/l1", &error);
	shelf_put(&config, CONFIG_COMMAND_LINE, "bind", "unix:/l2", &error);
	shelf_assert_list(&config.binds, line);
	config_clear(&config);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_file_says_everything,
		an_empty_file_says_nothing,
		a_bad_line_is_named_by_its_number,
		a_file_that_cannot_be_read_is_an_error,
		a_folder_is_no_file,
		a_long_value_is_never_cut_silently,
		the_environment_says_everything,
		an_empty_variable_says_nothing,
		a_bad_variable_is_named,
		the_environment_beats_the_file_and_the_line_beats_both,
		NULL,
	};

	return unit_run("cmd/sources", tests);
}
