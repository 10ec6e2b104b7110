/*
 * The file, and that the environment beats it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd/shelf.h"
#include "unit.h"

static struct config config;
static struct gantry_error error;

/* Begin with no GANTRY_... variable but those that the test sets. */
static void
begin(void)
{
	clearenv();
	ck_assert_int_eq(config_init(&config, shelf, &error), 0);
	error = (struct gantry_error){ 0 };
}

static int
read_text(const char *text)
{
	unit_write_text(unit_path("gantry.conf"), text);
	return config_read_file(&config, unit_path("gantry.conf"), &error);
}

START_TEST(a_file_sets_everything)
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
	ck_assert_int_eq(config.limits.timeout, 5000);
	ck_assert_uint_eq(config.workers, 3);
	config_clear(&config);
}
END_TEST

START_TEST(a_section_has_the_settings_of_a_mount)
{
	static const char *const mounts[] = { "/a=first", "/two=second", NULL };

	begin();
	ck_assert_msg(read_text("[mount /two]\n"
				"application = second\n"
				"cache = /two.db\n"
				"[gantry]\n"
				"cache = /all.db\n"
				"mount = /a=first\n"
				"[ mount /a ]\n"
				"[mount\t/a] ; a comment\n"
				"colour = blue\n") == -1,
	    "a blank before mount");
	ck_assert_ptr_nonnull(strstr(error.text, ":7: unknown section"));
	config_clear(&config);

	begin();
	ck_assert_msg(read_text("[gantry]\n"
				"cache = /all.db\n"
				"mount = /a=first\n"
				"[mount /two]\n"
				"application = second\n"
				"cache = /two.db\n"
				"[mount\t/a] ; a comment\n"
				"colour = blue\n") == 0,
	    "%s", error.text);
	shelf_assert_list(&config.mount_texts, mounts);
	ck_assert_int_eq(config_finish(&config, &error), 0);
	ck_assert_str_eq(
	    gantry_settings_get(config.mounts[0].settings, "cache"), "/all.db");
	ck_assert_str_eq(
	    gantry_settings_get(config.mounts[0].settings, "colour"), "blue");
	ck_assert_str_eq(
	    gantry_settings_get(config.mounts[1].settings, "cache"), "/two.db");
	config_clear(&config);
}
END_TEST

START_TEST(a_section_of_a_mount_that_is_not_there_is_one_error)
{
	begin();
	ck_assert_int_eq(read_text("[mount /b]\n"
				   "cache = /b.db\n"
				   "colour = mauve\n"
				   "[mount /]\n"
				   "cashe = x\n"),
	    0);
	ck_assert_int_eq(config_finish(&config, &error), -1);
	ck_assert_uint_eq(config.errors.count, 2);
	ck_assert_ptr_nonnull(strstr(config.errors.items[0].text,
	    "gantry.conf:1: no application is mounted at '/b'; did you mean "
	    "'/'?"));
	ck_assert_ptr_nonnull(strstr(config.errors.items[1].text,
	    "gantry.conf:5: application 'first' has no setting 'cashe'; did "
	    "you mean 'cache'?"));
	config_clear(&config);
}
END_TEST

START_TEST(a_long_path_of_a_mount_is_read_whole)
{
	char text[256] = "[mount /", prefix[102] = "/";

	memset(prefix + 1, 'x', 100);
	strcat(text, prefix + 1);
	strcat(text, "]\napplication = first\ncolour = blue\n");
	begin();
	ck_assert_msg(read_text(text) == 0, "%s", error.text);
	ck_assert_int_eq(config_finish(&config, &error), 0);
	ck_assert_str_eq(config.mounts[0].prefix, prefix);
	ck_assert_str_eq(
	    gantry_settings_get(config.mounts[0].settings, "colour"), "blue");
	config_clear(&config);
}
END_TEST

START_TEST(an_empty_file_sets_nothing)
{
	begin();
	ck_assert_int_eq(read_text(""), 0);
	ck_assert_int_eq(read_text("\n\n# nothing\n[gantry]\n[first]\n"), 0);
	ck_assert_int_eq(config_read_file(&config, "/dev/null", &error), 0);
	ck_assert_uint_eq(config.threads, 4);
	config_clear(&config);
}
END_TEST

START_TEST(an_error_names_the_line)
{
	static const struct {
		const char *text, *says;
	} cases[] = {
		{ "threads = 2\n", ":1: 'threads' is not in a section" },
		{ "[gantry]\nbottles = 9\n",
		    ":2: unknown key 'bottles' in [gantry]" },
		{ "[gantry]\n\n# x\nthreads = many\n",
		    ":4: 'many' is not a number" },
		{ "[gantry]\nthreads =\n", ":2: '' is not a number" },
		{ "[gantry]\nbind-public = maybe\n", ":2: 'maybe' is neither" },
		{ "[gantry]\nset = nonsense\n",
		    ":2: 'nonsense' is not a setting" },
		{ "[gantry]\nthread = 2\n", "; did you mean 'threads'?" },
		{ "[gantry]\ncolour = red\n", "put it into [first]" },
		{ "[third]\ncolour = red\n", ":1: unknown section [third]" },
		{ "[secnd]\n", "; did you mean 'second'?" },
		{ "\xef\xbb\xbf[third]\n", ":1: unknown section" },
		{ "[gantry] threads = 2\n", ":1: neither [SECTION]" },
		{ "[mount]\ncache = x\n", ":1: [mount] has no path" },
		{ "[mount a]\ncache = x\n",
		    ":1: 'a' is not a path to mount at" },
		{ "[mont /a]\n",
		    "[mont /a]: no such application; did you "
		    "mean 'mount /a'?" },
		{ "[mounted /a]\n", ":1: unknown section [mounted /a]" },
		{ "[second]\ncolor = red\n", "; did you mean 'colour'?" },
		{ "[first]\nsize = 1\n",
		    ":2: application 'first' has no setting 'size'" },
		{ "[first]\ncolour = pink\n", ":2: 'pink' is not a value" },
		{ "[gantry]\nnonsense\n", ":2: neither [SECTION]" },
		{ "nonsense\n", ":1: neither [SECTION]" },
		{ "[gantry\nthreads = 2\n", ":1: neither [SECTION]" },
		{ "[gantry]\nthreads = 1\nthreads = x\nthreads = y\n",
		    ":3: 'x' is not a number" },
		/* The first of two errors of different kinds. */
		{ "[gantry]\nthreads = x\nnonsense\n",
		    ":2: 'x' is not a number" },
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

START_TEST(every_error_is_kept_with_its_line)
{
	static const char *const says[] = {
		":1: 'early' is not in a section",
		":3: unknown key 'x' in [gantry]",
		":4: neither [SECTION]",
		":5: '0' is not a number",
		":7: neither [SECTION]",
		":8: unknown section [nowhere]",
		":11: application 'first' has no setting 'size'",
		":13: neither [SECTION]",
	};
	size_t i;

	begin();
	ck_assert_int_eq(read_text("early = 1\n"
				   "[gantry]\n"
				   "x = 1\n"
				   "threads\n"
				   "threads = 0\n"
				   "workers = 5\n"
				   "[gantry\n"
				   "[nowhere]\n"
				   "any = thing\n"
				   "[first]\n"
				   "size = 1\n"
				   "colour = blue\n"
				   "nonsense"),
	    -1);
	ck_assert_uint_eq(config.errors.count, 8);
	for (i = 0; i < 8; i++)
		ck_assert_msg(
		    strstr(config.errors.items[i].text, says[i]) != NULL, "%s",
		    config.errors.items[i].text);
	ck_assert_uint_eq(config.workers, 5);
	ck_assert_str_eq(shelf_setting(&config, 0, "colour"), "blue");
	config_clear(&config);
}
END_TEST

START_TEST(blanks_before_a_key_are_ignored)
{
	begin();
	ck_assert_msg(read_text("\xef\xbb\xbf  [gantry] # a comment\r\n"
				"\tcache = /a\r\n"
				"\tthreads = 2\r\n"
				"  ; no more\n") == 0,
	    "%s", error.text);
	ck_assert_str_eq(shelf_setting(&config, 0, "cache"), "/a");
	ck_assert_uint_eq(config.threads, 2);
	config_clear(&config);
}
END_TEST

START_TEST(a_line_with_a_nul_byte_is_an_error)
{
	static const char text[] = "[gantry]\nthreads = 2\0 3\nworkers = 0\n";

	begin();
	unit_write(unit_path("gantry.conf"), text, sizeof(text) - 1);
	ck_assert_int_eq(
	    config_read_file(&config, unit_path("gantry.conf"), &error), -1);
	ck_assert_ptr_nonnull(
	    strstr(error.text, ":2: this line contains a NUL byte"));
	ck_assert_uint_eq(config.errors.count, 2);
	ck_assert_uint_eq(config.threads, 4);
	config_clear(&config);
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

START_TEST(a_folder_is_not_a_file)
{
	begin();
	ck_assert_int_eq(
	    config_read_file(&config, unit_path(NULL), &error), -1);
	config_clear(&config);
}
END_TEST

#define LONGEST (1024 * 1024)

START_TEST(a_line_may_have_a_megabyte)
{
	static char text[LONGEST + 100], path[LONGEST];
	char *end;
	size_t i;

	memset(path, 'x', sizeof(path));
	path[0] = '/';
	path[LONGEST - strlen("cache = ")] = '\0';
	for (i = 0; i < 2; i++) {
		end = stpcpy(text, "[first]\ncache = ");
		end = stpcpy(end, path);
		/* The second time it is one byte longer. */
		stpcpy(end,
		    i == 0 ? "\n[gantry]\nthreads = 3"
			   : "x\n[gantry]\nthreads = 3");
		begin();
		ck_assert_int_eq(read_text(text), i == 0 ? 0 : -1);
		ck_assert_uint_eq(config.threads, 3);
		if (i == 0)
			ck_assert(strcmp(shelf_setting(&config, 0, "cache"),
				      path) == 0);
		else
			ck_assert_ptr_nonnull(strstr(error.text,
			    ":2: this line is longer than 1048576 bytes"));
		config_clear(&config);
	}
}
END_TEST

/* Each includes more; the order is that of the names. */
START_TEST(files_are_included_where_the_line_is)
{
	static const char *const binds[] = { "unix:/1", "unix:/a", "unix:/b",
		"unix:/2", NULL };
	const struct config_list *files;

	ck_assert_int_eq(mkdir(unit_path("gantry.d"), 0755), 0);
	unit_write_text(unit_path("gantry.d/b.conf"),
	    "[gantry]\nbind = unix:/b\n[second]\ncolour = blue\n");
	unit_write_text(unit_path("gantry.d/a.conf"),
	    "include = more/x\n[gantry]\nbind = unix:/a\nthreads = 0\n");
	unit_write_text(unit_path("gantry.d/not.this"), "nonsense");
	ck_assert_int_eq(mkdir(unit_path("gantry.d/more"), 0755), 0);
	unit_write_text(
	    unit_path("gantry.d/more/x"), "[gantry]\nworkers = 7\n");
	begin();
	ck_assert_int_eq(read_text("[gantry]\n"
				   "bind = unix:/1\n"
				   "include = gantry.d/*.conf\n"
				   "include = gantry.d/*.none\n"
				   "bind = unix:/2\n"),
	    -1);
	ck_assert_uint_eq(config.errors.count, 1);
	ck_assert_ptr_nonnull(
	    strstr(error.text, "gantry.d/a.conf:4: '0' is not a number"));
	shelf_assert_list(&config.binds, binds);
	ck_assert_uint_eq(config.workers, 7);
	ck_assert_str_eq(shelf_setting(&config, 1, "colour"), "blue");
	files = config_files_read(&config);
	ck_assert_uint_eq(files->count, 6);
	ck_assert_str_eq(files->items[0], unit_path("gantry.conf"));
	ck_assert_str_eq(files->items[1], unit_path("gantry.d"));
	ck_assert_str_eq(files->items[3], unit_path("gantry.d/more/x"));
	ck_assert_str_eq(files->items[5], unit_path("gantry.d"));
	config_clear(&config);
}
END_TEST

static void
refuses(const char *text, const char *says)
{
	begin();
	ck_assert_int_eq(read_text(text), -1);
	ck_assert_uint_eq(config.errors.count, 1);
	ck_assert_msg(strstr(error.text, says) != NULL, "%s", error.text);
	ck_assert_ptr_eq(strstr(error.text, unit_path("gantry")), error.text);
	config_clear(&config);
}

START_TEST(an_include_that_cannot_be_read_is_an_error)
{
	char name[16], text[80];
	int i;

	refuses("include = none.conf\n", "gantry.conf:1: cannot include ");
	refuses("include =\n", ":1: include needs a file or a pattern");
	refuses("include = .\n", "it is not a regular file; give a pattern");
	refuses("[gantry]\ninclude = /dev/zero\n",
	    ":2: cannot include /dev/zero: it is not a regular file");
	ck_assert_int_eq(mkfifo(unit_path("fifo"), 0600), 0);
	refuses("include = fifo\n", "it is not a regular file");
	refuses("[gantry]\ninclud = x\n", "did you mean 'include'?");
	refuses("[first]\ninclude = x\n", "has no setting 'include'");
	refuses("include = gantry.conf\n", ":1: this file includes itself: ");
	unit_write_text(unit_path("gantry.a"), "#\ninclude = gantry.b\n");
	unit_write_text(unit_path("gantry.b"), "include = gantry.conf\n");
	refuses("\n\ninclude = gantry.a\n", "gantry.conf:3 -> ");
	ck_assert_int_eq(mkdir(unit_path("closed"), 0), 0);
	if (geteuid() != 0)
		refuses("include = closed/*\n", "a folder cannot be read");
	for (i = 0; i < 20; i++) {
		snprintf(name, sizeof(name), "gantry%d", i);
		snprintf(text, sizeof(text), "include = gantry%d\n", i + 1);
		unit_write_text(unit_path(name), text);
	}
	refuses("include = gantry0\n", "more than 16 files include each other");
}
END_TEST

START_TEST(the_environment_beats_the_file_and_the_command_line_both)
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
	ck_assert_int_eq(config.limits.timeout, 2000);
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
		a_file_sets_everything,
		a_section_has_the_settings_of_a_mount,
		a_section_of_a_mount_that_is_not_there_is_one_error,
		a_long_path_of_a_mount_is_read_whole,
		an_empty_file_sets_nothing,
		an_error_names_the_line,
		every_error_is_kept_with_its_line,
		blanks_before_a_key_are_ignored,
		a_line_with_a_nul_byte_is_an_error,
		a_file_that_cannot_be_read_is_an_error,
		a_folder_is_not_a_file,
		a_line_may_have_a_megabyte,
		files_are_included_where_the_line_is,
		an_include_that_cannot_be_read_is_an_error,
		the_environment_beats_the_file_and_the_command_line_both,
		NULL,
	};

	return unit_run("cmd/config_file", tests);
}
