/*
 * --print-config: what it shows, what it hides, and that it can be read again.
 */
#include <stdio.h>
#include <string.h>

#include "cmd/shelf.h"
#include "unit.h"

static struct config config;
static struct gantry_error error;
static struct gantry_buffer text;

static void
put(enum config_source source, const char *place, const char *name,
    const char *value)
{
	config_at(&config, source, place);
	ck_assert_msg(
	    config_put(&config, config_find(&config, name), value, &error) == 0,
	    "%s", error.text);
}

/* What is printed of CONFIG; good until text is cleared. */
static char *
print(void)
{
	ck_assert_msg(config_finish(&config, &error) == 0, "%s", error.text);
	gantry_buffer_reset(&text);
	config_print(&config, &text);
	gantry_buffer_putc(&text, '\0');
	ck_assert(!gantry_buffer_failed(&text));
	return text.data;
}

/* Is there the line WANTED, however many blanks part its words? */
static bool
has_line(const char *printed, const char *wanted)
{
	const char *p = wanted;

	for (; *printed != '\0'; printed++) {
		if (*printed == *p) {
			p++;
		} else if (*printed == ' ' && p > wanted && p[-1] == ' ') {
			continue;
		} else if (*printed == '\n' && *p == '\0') {
			return true;
		} else {
			printed = strchr(printed, '\n');
			p = wanted;
		}
	}
	return false;
}

static void
assert_line(const char *wanted)
{
	ck_assert_msg(has_line(text.data, wanted), "'%s' is not in\n%s", wanted,
	    text.data);
}

START_TEST(each_value_has_its_place)
{
	ck_assert_int_eq(config_init(&config, shelf, &error), 0);
	put(CONFIG_FILE, "/a.conf:3", "threads", "2");
	put(CONFIG_FILE, "/a.conf:4", "body-size", "10M");
	put(CONFIG_ENVIRONMENT, "GANTRY_BIND", "bind", "unix:/e");
	put(CONFIG_COMMAND_LINE, "--bind", "bind", "unix:/a");
	put(CONFIG_COMMAND_LINE, "--bind", "bind", "unix:/b");
	put(CONFIG_COMMAND_LINE, "--debug", "debug", "yes");
	put(CONFIG_COMMAND_LINE, "--timeout", "timeout", "2.5");
	put(CONFIG_COMMAND_LINE, "--set", "set", "second.colour=blue");
	put(CONFIG_ENVIRONMENT, "GANTRY_CACHE", "cache", "/c.db");
	print();
	assert_line("[gantry]");
	assert_line("threads = 2 ; /a.conf:3");
	assert_line("body-size = 10M ; /a.conf:4");
	assert_line("bind = unix:/a ; --bind");
	assert_line("bind = unix:/b ; --bind");
	ck_assert_ptr_null(strstr(text.data, "unix:/e"));
	assert_line("debug = yes ; --debug");
	assert_line("bind-public = no ; default");
	assert_line("connections = 1024 ; default");
	assert_line("body-timeout = 2.5 ; default: timeout");
	assert_line("mount = /=first ; default");
	assert_line("; trusted-proxies = ; not set");
	assert_line("[second]");
	assert_line("colour = blue ; --set");
	assert_line("colour = red ; default");
	assert_line("cache = /c.db ; GANTRY_CACHE");
	ck_assert_ptr_null(strstr(text.data, "[plain]"));
	config_clear(&config);
	gantry_buffer_clear(&text);
}
END_TEST

START_TEST(each_key_is_printed)
{
	const struct config_key *key;
	char line[80];

	ck_assert_int_eq(config_init(&config, shelf, &error), 0);
	*strstr(print(), "\n[first]") = '\0';
	for (key = config.keys; key->name != NULL; key++) {
		snprintf(line, sizeof(line), "\n%s =", key->name);
		if (strstr(text.data, line) == NULL)
			snprintf(line, sizeof(line), "\n; %s =", key->name);
		ck_assert_msg(
		    (strstr(text.data, line) == NULL) == key->is_indirect,
		    "%s in\n%s", key->name, text.data);
	}
	config_clear(&config);
	gantry_buffer_clear(&text);
}
END_TEST

START_TEST(a_secret_is_masked_wherever_it_comes_from)
{
	ck_assert_int_eq(config_init(&config, shelf, &error), 0);
	print();
	assert_line("; password = ; not set");
	config_clear(&config);

	ck_assert_int_eq(config_init(&config, shelf, &error), 0);
	put(CONFIG_FILE, "/a.conf:9", "set", "first.password=hunter2");
	print();
	assert_line("; password = ******** ; /a.conf:9; a secret");
	ck_assert_ptr_null(strstr(text.data, "hunter2"));
	config_clear(&config);
	gantry_buffer_clear(&text);
}
END_TEST

START_TEST(a_value_that_a_file_cannot_contain_is_a_comment)
{
	static const struct {
		const char *value, *line;
	} cases[] = {
		{ "a ;b",
		    "; cache = a ;b ; --cache; a file cannot contain this "
		    "value" },
		{ ";b",
		    "; cache = ;b ; --cache; a file cannot contain this "
		    "value" },
		{ "a\nthreads = 9",
		    "; cache = a\\x0athreads = 9 ; --cache; a "
		    "file cannot contain this value" },
		{ "a ",
		    "; cache = a ; --cache; a file cannot contain this "
		    "value" },
		{ "a;b", "cache = a;b ; --cache" },
		{ "a # b", "cache = a # b ; --cache" },
		{ "", "cache = ; --cache" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert_int_eq(config_init(&config, shelf, &error), 0);
		put(CONFIG_COMMAND_LINE, "--cache", "cache", cases[i].value);
		print();
		assert_line(cases[i].line);
		config_clear(&config);
	}
	gantry_buffer_clear(&text);
}
END_TEST

/* Print what is printed of what was printed: nothing but places change. */
START_TEST(the_output_has_the_same_values_when_it_is_read)
{
	char long_path[181] = "/", place[201] = "/";

	memset(long_path + 1, 'x', 179);
	memset(place + 1, 'y', 199);
	ck_assert_int_eq(config_init(&config, shelf, &error), 0);
	put(CONFIG_COMMAND_LINE, "--cache", "cache", "/a b;c=d:[e]");
	put(CONFIG_COMMAND_LINE, place, "set", "second.cache=");
	config_put_setting(&config, "second", "cache", long_path, &error);
	put(CONFIG_COMMAND_LINE, "--workers", "workers", "7");
	put(CONFIG_COMMAND_LINE, "--mount", "mount", "/a=second");
	put(CONFIG_COMMAND_LINE, "--mount", "mount", "/b=second");
	put(CONFIG_COMMAND_LINE, "--set", "set", "/b:second.cache=/b.db");
	put(CONFIG_COMMAND_LINE, "--set", "set", "/b:second.password=word");
	put(CONFIG_COMMAND_LINE, "--idle-timeout", "idle-timeout", "0.5");
	put(CONFIG_COMMAND_LINE, "--mirror-errors", "mirror-errors", "on");
	put(CONFIG_COMMAND_LINE, "--trusted-proxies", "trusted-proxies",
	    "10.0.0.0/8, unix");
	unit_write_text(unit_path("printed.conf"), print());
	assert_line("[mount /b]");
	assert_line("cache = /b.db ; --set");
	assert_line("; password = ******** ; --set; a secret");
	ck_assert_ptr_null(strstr(text.data, "[mount /a]"));
	config_clear(&config);

	ck_assert_int_eq(config_init(&config, shelf, &error), 0);
	ck_assert_msg(
	    config_read_file(&config, unit_path("printed.conf"), &error) == 0,
	    "%s", error.text);
	ck_assert_str_eq(shelf_setting(&config, 0, "cache"), "/a b;c=d:[e]");
	ck_assert_str_eq(shelf_setting(&config, 1, "cache"), long_path);
	ck_assert_uint_eq(config.workers, 7);
	ck_assert_uint_eq(config.mount_texts.count, 2);
	ck_assert_int_eq(config_finish(&config, &error), 0);
	ck_assert_str_eq(
	    gantry_settings_get(config.mounts[1].settings, "cache"), "/b.db");
	ck_assert_int_eq(config.limits.idle_timeout, 500);
	ck_assert(config.mirror_errors && !config.debug);
	ck_assert_uint_eq(config.trusted.proxies.count, 1);
	ck_assert(config.trusted.proxies.has_unix);
	config_clear(&config);
	gantry_buffer_clear(&text);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_value_has_its_place,
		each_key_is_printed,
		a_secret_is_masked_wherever_it_comes_from,
		a_value_that_a_file_cannot_contain_is_a_comment,
		the_output_has_the_same_values_when_it_is_read,
		NULL,
	};

	return unit_run("cmd/print", tests);
}
